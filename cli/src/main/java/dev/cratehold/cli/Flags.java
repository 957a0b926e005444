package dev.cratehold.cli;

import dev.cratehold.cli.config.LogLevel;
import dev.cratehold.cli.config.Setting;
import dev.cratehold.cli.config.Settings;
import dev.cratehold.cli.model.ModelParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// The settings that a command line gives.
public final class Flags {
  private Flags() {}

  /// The values by name of the setting, unread. `-v` is `--log-level debug` where that is not
  /// given.
  public static Map<String, List<String>> of(ParseResult command) {
    Map<String, List<String>> flags = new LinkedHashMap<>();
    Stream.concat(Settings.IN_FILE.stream(), Stream.of(Settings.CONFIG))
        .filter(setting -> command.hasMatchedOption(setting.flag()))
        .forEach(setting -> flags.put(setting.name(), values(command, setting)));
    if (command.hasMatchedOption(ModelParts.VERBOSE_OPTION)) {
      String debug = LogLevel.DEBUG.name().toLowerCase(Locale.ROOT);
      flags.putIfAbsent(Settings.LOG_LEVEL.name(), List.of(debug));
    }
    return flags;
  }

  private static List<String> values(ParseResult command, Setting<?> setting) {
    OptionSpec option = command.matchedOption(setting.flag());
    return setting.shape() == Setting.Shape.SWITCH
        ? List.of("true")
        : List.copyOf(option.originalStringValues());
  }
}
