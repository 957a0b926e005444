package dev.cratehold.server;

import dev.cratehold.testing.Http2Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client that sends bytes as they are and reads answers one by one.
final class RawClient implements AutoCloseable {
  private static final int LIMIT_MILLIS = 20_000;
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: ([0-9]+)\r\n");

  private final Socket socket;
  private final InputStream in;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    socket.setSoTimeout(LIMIT_MILLIS);
  }

  /// An answer.
  record Answer(String head, String body) {
    int status() {
      return Integer.parseInt(head.substring(9, 12));
    }

    boolean hasHeader(String line) {
      return head.toLowerCase(Locale.ROOT).contains("\r\n" + line + "\r\n");
    }
  }

  static RawClient connect(int port) throws IOException {
    return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  static RawClient over(Socket socket) throws IOException {
    return new RawClient(socket);
  }

  RawClient send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /// Sends a well-formed request.
  RawClient get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /// Reads the next answer.
  Answer answer() throws IOException {
    String head = head();
    Matcher length = LENGTH.matcher(head);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return new Answer(head, new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended after " + head);
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /// Reads the next answer, which comes in chunks; returns its body, a character a byte.
  String chunked() throws IOException {
    String head = head();
    if (!head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
      throw new IOException("not in chunks: " + head);
    }
    StringBuilder body = new StringBuilder();
    while (true) {
      int length = Integer.parseInt(line(), 16);
      body.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
      String end = line();
      if (length == 0 && end.isEmpty()) {
        return body.toString();
      }
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the connection ended after " + line);
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }

  /// Reads all there is up to the end of the connection.
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /// Reads the next frame of HTTP/2.
  Http2Frames.Frame frame() throws IOException {
    byte[] head = in.readNBytes(Http2Frames.HEAD);
    if (head.length < Http2Frames.HEAD) {
      throw new IOException("the connection ended");
    }
    int length = ByteBuffer.wrap(head).getInt() >>> 8;
    String frame =
        new String(head, StandardCharsets.ISO_8859_1)
            + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    return Http2Frames.parse(frame).getFirst();
  }

  byte[] read(int bytes) throws IOException {
    return in.readNBytes(bytes);
  }

  /// True if the server ends the connection, without sending anything more.
  boolean ends() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      return !(e instanceof java.net.SocketTimeoutException);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
