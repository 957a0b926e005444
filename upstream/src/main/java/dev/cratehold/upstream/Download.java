package dev.cratehold.upstream;

import dev.cratehold.registry.IndexUrl;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// A `.crate` file on its way from the upstream, or the rest of one. Nothing is verified here: who
/// reads the body compares the checksum of the whole.
///
/// To be closed by its receiver; closing before the end gives the download up. For use by one
/// thread.
public final class Download implements AutoCloseable {
  private final IndexUrl source;
  private final Answer answer;
  private final long offset;
  private final OptionalLong length;

  private Download(IndexUrl source, Answer answer, long offset, OptionalLong length) {
    this.source = source;
    this.answer = answer;
    this.offset = offset;
    this.length = length;
  }

  /// The whole file.
  static Download whole(IndexUrl source, Answer answer) {
    return new Download(source, answer, 0, answer.length());
  }

  /// The file from a byte on.
  static Download rest(IndexUrl source, Answer answer, ByteRange range) {
    return new Download(source, answer, range.first(), range.total());
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

  /// What the server said of its file, so that a resumed download can be of the same one: the
  /// strong `ETag`, else `Last-Modified`.
  public Optional<String> validator() {
    return answer
        .header("etag")
        .filter(tag -> tag.startsWith("\""))
        .or(() -> answer.header("last-modified"));
  }

  /// How to go on after this download broke off.
  ///
  /// @param received how many bytes of the file are here, from its beginning
  public Resumption resumption(long received) {
    return new Resumption(received, validator(), Optional.of(source));
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
