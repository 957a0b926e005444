package dev.cratehold.cli.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The user's own instance of systemd.
@FunctionalInterface
interface UserServices {
  /// What came of a command to it.
  sealed interface Answer {
    /// It did what it was told.
    ///
    /// @param text what it printed
    record Done(String text) implements Answer {}

    /// It would not, or there is none here.
    record NotDone(String why) implements Answer {}
  }

  /// Gives `systemctl --user` a command.
  Answer tell(String... command);

  /// That of this machine.
  static UserServices ofSystem() {
    return command -> {
      List<String> words = new ArrayList<>(List.of("systemctl", "--user", "--no-pager"));
      words.addAll(List.of(command));
      try {
        return run(words);
      } catch (IOException e) {
        return new Answer.NotDone("there is no systemctl here");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Answer.NotDone("it was interrupted");
      }
    };
  }

  private static Answer run(List<String> words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0
        ? new Answer.Done(text.strip())
        : new Answer.NotDone(text.strip());
  }
}
