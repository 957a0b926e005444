package dev.cratehold.cli.home;

import dev.cratehold.cli.home.UserServices.Answer;
import dev.cratehold.cli.terminal.JsonLines;
import dev.cratehold.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Whether the timer is there and runs, as far as systemd says.
///
/// @param enabled systemd's word, or why there is none
/// @param next when it runs next, as systemd writes times
/// @param last when it ran last
/// @param result what came of that, in systemd's word
record TimerStatus(
    boolean installed,
    Path timer,
    String enabled,
    Optional<String> next,
    Optional<String> last,
    Optional<String> result) {

  static TimerStatus of(UnitFiles files, UserServices services) throws IOException {
    String enabled =
        switch (services.tell("is-enabled", UserTimer.TIMER)) {
          case Answer.Done done -> done.text();
          case Answer.NotDone notDone -> notDone.why();
        };
    return new TimerStatus(
        files.present().size() == 2,
        files.timer(),
        enabled,
        property(services, "NextElapseUSecRealtime", UserTimer.TIMER),
        property(services, "LastTriggerUSec", UserTimer.TIMER),
        property(services, "Result", UserTimer.SERVICE));
  }

  private static Optional<String> property(UserServices services, String name, String unit) {
    return switch (services.tell("show", "--property", name, "--value", unit)) {
      case Answer.Done done ->
          Optional.of(done.text()).filter(text -> !text.isEmpty() && !text.equals("n/a"));
      case Answer.NotDone _ -> Optional.empty();
    };
  }

  void json(Terminal terminal) {
    JsonLines.object(
        terminal.out(),
        json -> {
          json.writeBooleanProperty("installed", installed);
          json.writeStringProperty("timer", timer.toString());
          if (isWord(enabled)) {
            json.writeStringProperty("enabled", enabled);
          }
          next.ifPresent(time -> json.writeStringProperty("next", time));
          last.ifPresent(time -> json.writeStringProperty("last", time));
          result.ifPresent(text -> json.writeStringProperty("result", text));
        });
  }

  /// A state of systemd's is a word (`enabled`, `not-found`); why it tells none, a sentence.
  private static boolean isWord(String text) {
    return text.indexOf(' ') < 0;
  }

  void text(Terminal terminal) {
    if (!installed) {
      terminal.line("timer:   none; `cratehold home auto --install` makes one");
      return;
    }
    terminal.line("timer:   " + timer);
    terminal.line("enabled: " + enabled);
    terminal.line("next:    " + next.orElse("unknown"));
    String outcome = result.map(text -> ", " + text).orElse("");
    terminal.line("last:    " + last.map(time -> time + outcome).orElse("never"));
  }
}
