package dev.cratehold.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A connection on which a test sends what it likes. A server that hangs up on that is expected:
/// what is sent afterwards is lost without an error.
final class RawConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;

  private final Socket socket = new Socket();

  private RawConnection(int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), CONNECT_MILLIS);
  }

  /// Connects to a port of this machine.
  static RawConnection open(int port) throws IOException {
    return new RawConnection(port);
  }

  /// Sends text, a character a byte.
  ///
  /// @return whether the other side had not hung up yet
  boolean send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException hungUp) {
      return false;
    }
  }

  /// Sends the same piece so many times, or until the other side hangs up.
  void sendRepeatedly(String piece, int times) {
    byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < times && send(bytes); i++) {
      // Each piece is sent by the condition.
    }
  }

  /// All that comes until the other side hangs up, a character a byte.
  ///
  /// @throws AssertionError if it does not hang up in time
  String readToEnd(Duration limit) throws IOException {
    return read(limit, "");
  }

  /// All that comes until `last` is in it, or the other side hangs up.
  ///
  /// @throws AssertionError if neither happens in time
  String readUpTo(String last, Duration limit) throws IOException {
    return read(limit, last);
  }

  /// @param last where to stop; the end if empty
  private String read(Duration limit, String last) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + limit.toNanos();
    byte[] buffer = new byte[16 << 10];
    try {
      InputStream in = socket.getInputStream();
      int n = 0;
      while (n >= 0 && (last.isEmpty() || !latin1(answer).contains(last))) {
        n = read(in, buffer, deadline);
        answer.write(buffer, 0, Math.max(0, n));
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("not hung up within " + limit + " after: " + latin1(answer), e);
    } catch (SocketException reset) {
      // As good as hanging up.
    }
    return latin1(answer);
  }

  /// Waits for the other side to hang up, and drops what it sends.
  ///
  /// @return whether it did
  boolean hangsUpWithin(Duration limit) throws IOException {
    try {
      readToEnd(limit);
      return true;
    } catch (AssertionError stillOpen) {
      return false;
    }
  }

  private int read(InputStream in, byte[] buffer, long deadline) throws IOException {
    long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    socket.setSoTimeout((int) Math.max(1, millis));
    return in.read(buffer);
  }

  private static String latin1(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
