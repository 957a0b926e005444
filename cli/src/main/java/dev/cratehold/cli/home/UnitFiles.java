package dev.cratehold.cli.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files of the timer among the user's units of systemd.
///
/// @param directory where systemd looks for them
record UnitFiles(Path directory) {
  Path service() {
    return directory.resolve(UserTimer.SERVICE);
  }

  Path timer() {
    return directory.resolve(UserTimer.TIMER);
  }

  /// Writes both, in place of older ones of ours.
  ///
  /// @throws IOException also if one is there that somebody else wrote
  void write(UserTimer timer) throws IOException {
    for (Path file : List.of(service(), timer())) {
      if (Files.exists(file) && !isOurs(file)) {
        throw new IOException(file + " is not ours; move it away if nobody needs it");
      }
    }
    Files.createDirectories(directory);
    Files.writeString(service(), timer.service());
    Files.writeString(timer(), timer.timer());
  }

  /// Those that are there and ours.
  List<Path> present() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path file : List.of(service(), timer())) {
      if (Files.exists(file) && isOurs(file)) {
        files.add(file);
      }
    }
    return files;
  }

  private static boolean isOurs(Path file) throws IOException {
    return Files.readString(file).startsWith(UserTimer.FIRST_LINE);
  }
}
