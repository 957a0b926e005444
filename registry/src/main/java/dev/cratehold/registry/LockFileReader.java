package dev.cratehold.registry;

import java.util.ArrayList;
import java.util.List;

/// Reads the part of TOML that lock files are written in: tables, arrays of tables, and keys whose
/// values are strings on one line, integers, booleans and arrays of those.
final class LockFileReader {
  /// Where a key with its value goes.
  interface Sink {
    /// A table begins.
    ///
    /// @param header `package`, `patch.unused`
    void table(String header, boolean isArray, int line) throws MalformedLockFileException;

    /// A key of the table that began last.
    ///
    /// @param value a [String], a [Long], a [Boolean] or a [List] of them
    void value(String key, Object value, int line) throws MalformedLockFileException;
  }

  private static final int DEEPEST = 16;
  private static final char END = '\uffff';

  private final String text;
  private final Sink sink;
  private int position;
  private int line = 1;

  LockFileReader(String text, Sink sink) {
    this.text = text;
    this.sink = sink;
  }

  void read() throws MalformedLockFileException {
    if (peek() == '\ufeff') {
      position++;
    }
    for (skipBlankLines(); position < text.length(); skipBlankLines()) {
      if (peek() == '[') {
        header();
      } else {
        keyAndValue();
      }
      endOfLine();
    }
  }

  private void header() throws MalformedLockFileException {
    int at = line;
    position++;
    boolean isArray = peek() == '[';
    if (isArray) {
      position++;
    }
    StringBuilder header = new StringBuilder(key());
    while (peek() == '.') {
      position++;
      header.append('.').append(key());
    }
    expect(']');
    if (isArray) {
      expect(']');
    }
    sink.table(header.toString(), isArray, at);
  }

  private void keyAndValue() throws MalformedLockFileException {
    int at = line;
    String key = key();
    expect('=');
    skipBlanks();
    sink.value(key, value(0), at);
  }

  private String key() throws MalformedLockFileException {
    skipBlanks();
    String key = isQuote(peek()) ? string() : bareKey();
    skipBlanks();
    return key;
  }

  private String bareKey() throws MalformedLockFileException {
    int start = position;
    while (isBare(peek())) {
      position++;
    }
    if (position == start) {
      throw malformed("a key is expected, not " + shown(peek()));
    }
    return text.substring(start, position);
  }

  private static boolean isBare(char c) {
    return isDigit(c) || isLetter(c) || c == '-' || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private Object value(int depth) throws MalformedLockFileException {
    char first = peek();
    if (isQuote(first)) {
      return string();
    }
    if (first == '[' && depth < DEEPEST) {
      return array(depth);
    }
    return word();
  }

  private List<Object> array(int depth) throws MalformedLockFileException {
    List<Object> values = new ArrayList<>();
    position++;
    skipBlankLines();
    while (peek() != ']') {
      values.add(value(depth + 1));
      skipBlankLines();
      if (peek() != ',') {
        break;
      }
      position++;
      skipBlankLines();
    }
    expect(']');
    return values;
  }

  private Object word() throws MalformedLockFileException {
    int start = position;
    while (isBare(peek())) {
      position++;
    }
    String word = text.substring(start, position);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> number(word);
    };
  }

  private Long number(String word) throws MalformedLockFileException {
    if (!word.matches("-?(0|[1-9][0-9]{0,17})")) {
      throw malformed("a string, an integer, a boolean or an array is expected");
    }
    return Long.valueOf(word);
  }

  private String string() throws MalformedLockFileException {
    char quote = peek();
    if (text.startsWith(String.valueOf(quote).repeat(3), position)) {
      throw malformed("a string of several lines has no place in a lock file");
    }
    position++;
    int start = position;
    while (peek() != quote && (peek() != '\\' || quote == '\'')) {
      skipCharacter();
    }
    String plain = text.substring(start, position);
    String all = peek() == quote ? plain : plain + escaped();
    expect(quote);
    return all;
  }

  /// The rest of a string from its first escape on.
  private String escaped() throws MalformedLockFileException {
    StringBuilder rest = new StringBuilder();
    while (peek() != '"') {
      if (peek() == '\\') {
        position++;
        rest.appendCodePoint(escape());
      } else {
        rest.append(peek());
        skipCharacter();
      }
    }
    return rest.toString();
  }

  private void skipCharacter() throws MalformedLockFileException {
    char c = peek();
    if (c != '\t' && (c < ' ' || c == 0x7f || position >= text.length())) {
      throw malformed("a string does not end, or has a control character in it");
    }
    position++;
  }

  private int escape() throws MalformedLockFileException {
    char kind = peek();
    position++;
    return switch (kind) {
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      case '"', '\\' -> kind;
      case 'u' -> codePoint(4);
      case 'U' -> codePoint(8);
      default -> throw malformed("an escape that TOML does not have: \\" + shown(kind));
    };
  }

  private int codePoint(int digits) throws MalformedLockFileException {
    int end = Math.min(position + digits, text.length());
    String hex = text.substring(position, end);
    position = end;
    if (hex.length() < digits || !hex.matches("[0-9A-Fa-f]+")) {
      throw malformed("an escape without its " + digits + " hex digits");
    }
    long codePoint = Long.parseLong(hex, 16);
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    if (surrogate || codePoint > Character.MAX_CODE_POINT) {
      throw malformed("an escape for no character: " + hex);
    }
    return (int) codePoint;
  }

  private void endOfLine() throws MalformedLockFileException {
    skipBlanks();
    skipComment();
    if (position < text.length() && !skipLineEnd()) {
      throw malformed("the end of the line is expected, not " + shown(peek()));
    }
  }

  private void skipBlankLines() throws MalformedLockFileException {
    do {
      skipBlanks();
      skipComment();
    } while (skipLineEnd());
  }

  private void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') {
      position++;
    }
  }

  /// A carriage return alone ends no line in TOML: a file of such lines would be one comment.
  private void skipComment() throws MalformedLockFileException {
    if (peek() != '#') {
      return;
    }
    while (position < text.length() && peek() != '\n') {
      if (peek() == '\r' && !text.startsWith("\r\n", position)) {
        throw malformed("a carriage return without a line feed");
      }
      position++;
    }
  }

  private boolean skipLineEnd() {
    int length = text.startsWith("\r\n", position) ? 2 : 1;
    if (peek() != '\n' && length == 1) {
      return false;
    }
    position += length;
    line++;
    return true;
  }

  private void expect(char wanted) throws MalformedLockFileException {
    if (peek() != wanted) {
      throw malformed("%s is expected, not %s".formatted(shown(wanted), shown(peek())));
    }
    position++;
  }

  private char peek() {
    return position < text.length() ? text.charAt(position) : END;
  }

  private static String shown(char c) {
    if (c == END) {
      return "the end of the file";
    }
    return c == '\n' || c == '\r' ? "the end of the line" : "'" + (c < ' ' ? '?' : c) + "'";
  }

  private MalformedLockFileException malformed(String reason) {
    return new MalformedLockFileException(line, reason);
  }
}
