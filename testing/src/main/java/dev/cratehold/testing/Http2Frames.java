package dev.cratehold.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// HTTP/2 frames (RFC 9113) written by hand, and what a client must not write among them; a
/// character a byte.
public final class Http2Frames {
  public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  /// The setting of how many bytes may be sent on a new stream.
  public static final int INITIAL_WINDOW_SIZE = 4;

  public static final int END_STREAM = 1;
  public static final int END_HEADERS = 4;

  /// How many bytes a frame has before its payload.
  public static final int HEAD = 9;

  private static final int LITERAL = 0x00;
  private static final int LITERAL_INTO_TABLE = 0x40;
  private static final int INDEXED = 0x80;
  private static final int FIRST_OF_TABLE = 62;

  private Http2Frames() {}

  /// One frame as a server sent it.
  public record Frame(int type, int stream, String payload) {}

  /// A connection's beginning with prior knowledge.
  public static String begin() {
    return PREFACE + frame(SETTINGS, 0, 0, "");
  }

  /// A frame.
  public static String frame(int type, int flags, int stream, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer frame = ByteBuffer.allocate(HEAD + bytes.length);
    frame.putInt((bytes.length << 8) | type).put((byte) flags).putInt(stream).put(bytes);
    return latin1(frame.array());
  }

  /// A setting (RFC 9113, section 6.5.2).
  public static String setting(int id, int value) {
    return frame(
        SETTINGS, 0, 0, latin1(ByteBuffer.allocate(6).putShort((short) id).putInt(value).array()));
  }

  /// Lets the server send so many bytes more; on stream 0, of all streams together.
  public static String windowUpdate(int stream, int bytes) {
    return frame(WINDOW_UPDATE, 0, stream, latin1(ByteBuffer.allocate(4).putInt(bytes).array()));
  }

  /// A whole request without a body.
  public static String get(int stream, String path) {
    return request(stream, requestFields("GET", path));
  }

  /// A request's header block, and nothing behind it.
  public static String request(int stream, String fields) {
    return frame(HEADERS, END_HEADERS | END_STREAM, stream, fields);
  }

  /// Ends a stream that the client does not want any more.
  public static String reset(int stream) {
    return frame(RST_STREAM, 0, stream, "\0\0\0\u0008");
  }

  /// The pseudo-header fields of a request.
  public static String requestFields(String method, String path) {
    return field(":method", method)
        + field(":scheme", "http")
        + field(":authority", "127.0.0.1")
        + field(":path", path);
  }

  /// A header field (RFC 7541, section 6.2.2).
  public static String field(String name, String value) {
    return literal(LITERAL, name, value);
  }

  /// A header block that is small on the wire and huge when it is read: one long field that is put
  /// into the table, and then named so many times.
  public static String bomb(int times) {
    String reference = latin1(new byte[] {(byte) (INDEXED | FIRST_OF_TABLE)});
    return literal(LITERAL_INTO_TABLE, "bomb", "x".repeat(4000)) + reference.repeat(times);
  }

  /// Whether a frame of headers begins with `:status: 200`, maybe after a priority and a change of
  /// the table's size.
  public static boolean isOk(String headers) {
    return headers.matches("(?s).{0,8}\\x88.*");
  }

  private static String literal(int kind, String name, String value) {
    return latin1(new byte[] {(byte) kind}) + string(name) + string(value);
  }

  /// A string without Huffman coding (RFC 7541, sections 5.1 and 5.2).
  private static String string(String text) {
    ByteArrayOutputStream length = new ByteArrayOutputStream();
    int rest = text.length() - 127;
    length.write(Math.min(text.length(), 127));
    if (rest >= 0) {
      for (; rest >= 128; rest >>= 7) {
        length.write((rest & 127) | 128);
      }
      length.write(rest);
    }
    return latin1(length.toByteArray()) + text;
  }

  /// The whole frames in what a server sent.
  public static List<Frame> parse(String sent) {
    ByteBuffer bytes = ByteBuffer.wrap(sent.getBytes(StandardCharsets.ISO_8859_1));
    List<Frame> frames = new ArrayList<>();
    while (bytes.remaining() >= HEAD) {
      int lengthAndType = bytes.getInt();
      bytes.get();
      int stream = bytes.getInt();
      byte[] payload = new byte[Math.min(lengthAndType >>> 8, bytes.remaining())];
      bytes.get(payload);
      frames.add(new Frame(lengthAndType & 255, stream, latin1(payload)));
    }
    return frames;
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
