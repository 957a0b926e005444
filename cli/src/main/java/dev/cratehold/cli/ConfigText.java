package dev.cratehold.cli;

import dev.cratehold.cli.config.Configuration;
import dev.cratehold.cli.config.Effective;
import dev.cratehold.cli.config.Setting;
import dev.cratehold.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// For people: the settings as a configuration file on standard output, each with where it comes
/// from; the findings on standard error.
final class ConfigText implements ConfigView {
  private final Terminal terminal;

  ConfigText(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void show(Optional<Configuration> configuration, List<Finding> findings) {
    configuration.ifPresent(found -> found.settings().forEach(this::setting));
    findings.forEach(this::finding);
    boolean wrong = findings.stream().anyMatch(Finding.Wrong.class::isInstance);
    if (!wrong) {
      terminal.status("Checked", "the configuration: `cratehold serve` will start with it");
    }
  }

  private void setting(Effective effective) {
    String name = effective.setting().name();
    String assignment =
        effective.values().isEmpty() ? "# " + name + " =" : name + " = " + value(effective);
    terminal.line(String.format(Locale.ROOT, "%-48s # %s", assignment, effective.origin()));
  }

  private static String value(Effective effective) {
    String text = effective.values().getFirst();
    if (effective.values().size() > 1 || effective.setting().shape() == Setting.Shape.MANY) {
      return effective.values().stream()
          .map(ConfigText::quoted)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return text.matches("[0-9]{1,9}|true|false") ? text : quoted(text);
  }

  /// As a basic string of TOML.
  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private void finding(Finding finding) {
    switch (finding) {
      case Finding.Fine(String text) -> terminal.status("Checked", text);
      case Finding.Doubtful(String text) -> terminal.warning(text);
      case Finding.Wrong wrong -> {
        terminal.flush();
        terminal.failure(wrong.failure());
      }
    }
  }
}
