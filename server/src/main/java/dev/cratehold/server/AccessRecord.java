package dev.cratehold.server;

import dev.cratehold.proxy.CacheStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A request and what became of it. Its texts hold no control characters and no line ends, whatever
/// the client sent.
///
/// @param time when the request came
/// @param remote the address that it came from
/// @param protocol `HTTP/1.1` or `HTTP/2`
/// @param method its method
/// @param path its path and query, shortened if they are very long
/// @param status the status of the answer
/// @param bytes the bytes of the answer's body that were written
/// @param duration from the request to the end of its answer
/// @param outcome whether the answer was sent whole
/// @param cache how the answer came about, for index files and crates
/// @param userAgent what the client calls itself, or empty
public record AccessRecord(
    Instant time,
    String remote,
    String protocol,
    String method,
    String path,
    int status,
    long bytes,
    Duration duration,
    Outcome outcome,
    Optional<CacheStatus> cache,
    String userAgent) {
  private static final int MAX_PATH = 1024;
  private static final int MAX_USER_AGENT = 256;

  /// Whether an answer was sent whole.
  public enum Outcome {
    /// It was.
    SENT,
    /// It was broken off, by the client or because its source failed.
    BROKEN_OFF
  }

  public AccessRecord {
    method = printable(method, MAX_USER_AGENT);
    path = printable(path, MAX_PATH);
    userAgent = printable(userAgent, MAX_USER_AGENT);
  }

  /// `text` with everything but visible ASCII and blanks replaced by `?`.
  private static String printable(String text, int limit) {
    String shortened = text.length() <= limit ? text : text.substring(0, limit) + "...";
    return shortened.chars().allMatch(AccessRecord::isPrintable)
        ? shortened
        : shortened
            .codePoints()
            .map(c -> isPrintable(c) ? c : '?')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private static boolean isPrintable(int c) {
    return c >= ' ' && c <= '~';
  }
}
