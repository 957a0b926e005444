package dev.cratehold.upstream;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// A `.crate` file on its way from the upstream, or the rest of one. Nothing is verified here: who
/// reads the body compares the checksum of the whole.
///
/// To be closed by its receiver; closing before the end gives the download up. For use by one
/// thread.
public final class Download implements AutoCloseable {
  private final Answer answer;
  private final long offset;
  private final OptionalLong length;

  private Download(Answer answer, long offset, OptionalLong length) {
    this.answer = answer;
    this.offset = offset;
    this.length = length;
  }

  /// The whole file.
  static Download whole(Answer answer) {
    return new Download(answer, 0, answer.length());
  }

  /// The file from a byte on.
  static Download rest(Answer answer, ByteRange range) {
    return new Download(answer, range.first(), range.total());
  }

  /// Where in the file the body begins: at the byte that was asked for, or at 0 if the upstream
  /// sends the file anew.
  public long offset() {
    return offset;
  }

  /// How many bytes the whole file has, as the upstream announced; empty if it did not.
  public OptionalLong length() {
    return length;
  }

  /// What to resume this download with: the strong `ETag`, else `Last-Modified`.
  public Optional<String> validator() {
    return answer
        .header("etag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> answer.header("last-modified"));
  }

  /// The bytes, exactly as sent. Reads fill as much of the given array as has arrived and wait for
  /// at least one byte; 64 KB arrays suit. A body that breaks off, ends before the announced length
  /// or gives nothing for the stall timeout fails with an [UpstreamException], an interrupted read
  /// with [java.io.InterruptedIOException].
  public InputStream body() {
    return answer.body();
  }

  @Override
  public void close() {
    answer.body().close();
  }
}
