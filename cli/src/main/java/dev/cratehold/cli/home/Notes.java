package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.cli.terminal.Terminal;
import java.util.List;

/// Sentences below a result, broken where the terminal ends.
final class Notes {
  private static final int NOTE = "note: ".length();

  private Notes() {}

  static void say(Terminal terminal, List<String> sentences) {
    sentences.forEach(sentence -> say(terminal, sentence));
  }

  static void say(Terminal terminal, String sentence) {
    int room = terminal.columns().orElse(Integer.MAX_VALUE) - NOTE;
    String indent = "\n" + " ".repeat(NOTE);
    terminal.note(String.join(indent, Fit.lines(sentence, room)));
  }
}
