package dev.cratehold.upstream;

import java.io.InputStream;
import java.util.OptionalLong;

/// A `.crate` file on its way from the upstream. Nothing is verified here: who reads the body
/// compares its checksum.
///
/// To be closed by its receiver; closing before the end gives the download up. For use by one
/// thread.
public final class Download implements AutoCloseable {
  private final Answer answer;

  Download(Answer answer) {
    this.answer = answer;
  }

  /// How many bytes the upstream announced; empty if it did not.
  public OptionalLong length() {
    return answer.length();
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
