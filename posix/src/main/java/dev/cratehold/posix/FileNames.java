package dev.cratehold.posix;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// File names as the kernel has them, which are bytes, and as the JDK has them: paths whose text is
/// in the encoding of the process's locale. A path keeps odd bytes, its text loses them; its URI
/// has them all, so conversions go by that.
final class FileNames {
  private static final Charset LOCALE =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

  private static final Set<String> DOTS = Set.of("", ".", "..");

  private FileNames() {}

  /// The absolute path as a C string.
  static MemorySegment ofPath(Path path, SegmentAllocator allocator) {
    return cString(bytes(path), allocator);
  }

  /// The bytes of a name, terminated.
  static MemorySegment cString(byte[] name, SegmentAllocator allocator) {
    MemorySegment text = allocator.allocate(name.length + 1L);
    MemorySegment.copy(name, 0, text, ValueLayout.JAVA_BYTE, 0, name.length);
    text.set(ValueLayout.JAVA_BYTE, name.length, (byte) 0);
    return text;
  }

  /// The bytes of the absolute path.
  static byte[] bytes(Path path) {
    String text = path.toAbsolutePath().toString();
    if (isAscii(text)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    // The URI of a directory ends with a slash, through which a link would be followed.
    String encoded = path.toUri().getRawPath();
    boolean isDirectory = encoded.length() > 1 && encoded.endsWith("/");
    return percentDecoded(isDirectory ? encoded.substring(0, encoded.length() - 1) : encoded);
  }

  /// The bytes of the last name of a path.
  static byte[] lastName(Path path) {
    byte[] bytes = bytes(path);
    int slash = bytes.length;
    while (bytes[slash - 1] != '/') {
      slash--;
    }
    return Arrays.copyOfRange(bytes, slash, bytes.length);
  }

  /// The directory that holds what is to be removed.
  ///
  /// @throws IllegalArgumentException if the path ends in nothing that can be removed by name
  static Path holder(Path path) {
    Path holder = path.getParent();
    Path name = path.getFileName();
    if (holder == null || name == null || DOTS.contains(name.toString())) {
      throw new IllegalArgumentException("not the name of a thing that can be removed: " + path);
    }
    return holder;
  }

  /// The bytes of a C string.
  static byte[] bytes(MemorySegment cString) {
    int length = 0;
    while (cString.get(ValueLayout.JAVA_BYTE, length) != 0) {
      length++;
    }
    return cString.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /// The path of something below `directory`.
  ///
  /// @param names the names on the way to it
  static Path resolve(Path directory, Iterable<byte[]> names) {
    Path path = directory;
    for (byte[] name : names) {
      path = resolve(path, name);
    }
    return path;
  }

  private static Path resolve(Path directory, byte[] name) {
    Optional<String> text = text(name);
    if (text.isPresent()) {
      return directory.resolve(text.get());
    }
    return directory.resolve(Path.of(URI.create("file:///" + percentEncoded(name))).getFileName());
  }

  /// The name as a path takes it; empty if it is not UTF-8 or the locale does not have its
  /// characters.
  static Optional<String> text(byte[] name) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
      return isAscii(text) || LOCALE.newEncoder().canEncode(text)
          ? Optional.of(text)
          : Optional.empty();
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /// The name with each byte that is not ASCII as `\xff`.
  static String escaped(byte[] name) {
    StringBuilder text = new StringBuilder();
    for (byte b : name) {
      if (b >= 0) {
        text.append((char) b);
      } else {
        text.append("\\x").append(HexFormat.of().toHexDigits(b));
      }
    }
    return text.toString();
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(character -> character < 0x80);
  }

  private static String percentEncoded(byte[] name) {
    StringBuilder text = new StringBuilder();
    for (byte b : name) {
      text.append('%').append(HexFormat.of().toHexDigits(b));
    }
    return text.toString();
  }

  private static byte[] percentDecoded(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '%') {
        bytes.write(HexFormat.fromHexDigits(path, i + 1, i + 3));
        i += 2;
      } else {
        bytes.write(path.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
