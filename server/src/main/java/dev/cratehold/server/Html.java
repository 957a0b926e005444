package dev.cratehold.server;

/// A text of HTML that is being written. What is markup stands in the program; everything else is
/// text, in which no character is markup, whatever it holds.
///
/// For use by one thread.
final class Html {
  private final StringBuilder out = new StringBuilder();

  /// Appends markup. Never call it with anything but constants of the program.
  Html markup(String constant) {
    out.append(constant);
    return this;
  }

  /// Appends text, which may be the content of an element or of an attribute in double quotes.
  Html text(String text) {
    text.codePoints().forEach(this::character);
    return this;
  }

  private void character(int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(isAllowed(c) ? c : '\ufffd');
    }
  }

  /// No control characters, none that change the direction of what follows, no half surrogates.
  private static boolean isAllowed(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n';
      case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }

  /// Appends an element without attributes that holds text.
  ///
  /// @param tag a constant of the program
  Html element(String tag, String text) {
    return markup("<").markup(tag).markup(">").text(text).markup("</").markup(tag).markup(">");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
