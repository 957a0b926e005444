package dev.cratehold.cli.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A stream whose reader may leave, as `head` does: what nobody reads any more is lost without a
/// failure.
///
/// For use by one thread.
final class LeavableOutput extends FilterOutputStream {
  private boolean hasReader = true;

  LeavableOutput(OutputStream out) {
    super(out);
  }

  /// Whether nobody has been seen to leave.
  boolean hasReader() {
    return hasReader;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (!hasReader) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      if (!"Broken pipe".equals(e.getMessage())) {
        throw e;
      }
      hasReader = false;
    }
  }
}
