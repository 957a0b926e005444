package dev.cratehold.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/// A secret that gives a client the right to have crates prefetched. Nothing ever shows it: neither
/// [#toString()] nor a message of a failure. Immutable.
public final class AdminToken {
  private static final int SHORTEST = 16;
  private static final int LONGEST = 1024;

  /// What a header can carry as one word.
  private static final Pattern WORD = Pattern.compile("[!-~]*");

  private static final String BEARER = "Bearer ";

  private final String token;

  private AdminToken(String token) {
    this.token = token;
  }

  /// Reads one from the first line of a file, without the spaces around it.
  ///
  /// @throws IOException with a sentence if the file cannot be read, or its line can be no token
  public static AdminToken read(Path file) throws IOException {
    String line = firstLine(file);
    if (line.isEmpty()) {
      throw new IOException("the first line of " + file + " is empty");
    }
    if (line.length() < SHORTEST || line.length() > LONGEST) {
      throw new IOException(
          "the token in %s has %s characters; it needs from %d to %d"
              .formatted(
                  file, line.length() < SHORTEST ? line.length() : "too many", SHORTEST, LONGEST));
    }
    if (!WORD.matcher(line).matches()) {
      throw new IOException(
          "the token in " + file + " has spaces or other characters that a header cannot carry");
    }
    return new AdminToken(line);
  }

  private static String firstLine(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      char[] start = new char[LONGEST + 2];
      int length = 0;
      for (int read = 0; read >= 0 && length < start.length; length += Math.max(read, 0)) {
        read = lines.read(start, length, start.length - length);
      }
      return new String(start, 0, length).lines().findFirst().orElse("").strip();
    }
  }

  /// Whether the value of an `Authorization` header is this token, with `Bearer` before it or
  /// without. Takes as long for every value of one length.
  boolean isIn(String authorization) {
    String given =
        authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? authorization.substring(BEARER.length()).strip()
            : authorization;
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "a token";
  }
}
