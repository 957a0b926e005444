package dev.cratehold.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this machine does not allow to be tested. `.ci/run` names it in its summary.
final class NotTested {
  private static final Path DIRECTORY = Path.of("target", "not-tested");

  private NotTested() {}

  /// @param test its name
  /// @param why not
  static void say(String test, String why) throws IOException {
    Files.createDirectories(DIRECTORY);
    String sentence = "not tested here: " + test + ": " + why + "\n";
    Files.writeString(DIRECTORY.resolve(test), sentence);
    System.out.print(sentence);
  }
}
