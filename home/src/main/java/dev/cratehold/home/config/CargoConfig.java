package dev.cratehold.home.config;

import dev.cratehold.home.CargoDuration;
import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What cargo's configuration, as it holds in one directory, says of cleaning up.
///
/// Environment variables come first, then the `.cargo/config.toml` of the directory and its
/// parents, the nearest first, then the one of the Cargo home.
///
/// @param offline whether cargo is to stay offline; as in cargo, what is neither `true` nor `false`
///   says nothing
/// @param globalCleanAges the ages of `[cache.global-clean]` that are set. Cargo heeds them only
///   with `-Zgc`
/// @param warnings what cargo says of values that it cannot use; the defaults hold for them
public record CargoConfig(
    AutoCleanFrequency autoCleanFrequency,
    boolean offline,
    Map<ItemKind, Duration> globalCleanAges,
    List<String> warnings) {
  private static final Map<ItemKind, String> AGES =
      Map.of(
          ItemKind.SRC, "max-src-age",
          ItemKind.CRATE, "max-crate-age",
          ItemKind.INDEX, "max-index-age",
          ItemKind.GIT_CHECKOUT, "max-git-co-age",
          ItemKind.GIT_DB, "max-git-db-age");

  /// Copies the collections; what is warned of twice is said once.
  public CargoConfig {
    globalCleanAges = Map.copyOf(globalCleanAges);
    warnings = warnings.stream().distinct().toList();
  }

  /// Reads it. A file that cannot be read is a warning and says nothing.
  ///
  /// @param directory where cargo would be run, absolute
  /// @param environment the variables of the process
  public static CargoConfig read(CargoHome home, Path directory, Map<String, String> environment) {
    List<String> warnings = new ArrayList<>();
    Settings settings =
        new Settings(environment, ConfigFiles.read(home, directory, warnings::add), warnings::add);
    AutoCleanFrequency frequency =
        settings
            .text("cache.auto-clean-frequency")
            .flatMap(text -> frequency(text, warnings))
            .orElse(AutoCleanFrequency.DEFAULT);
    return new CargoConfig(
        frequency, settings.isTrue("net.offline"), ages(settings, warnings), warnings);
  }

  private static Optional<AutoCleanFrequency> frequency(String text, List<String> warnings) {
    return parsed(
        AutoCleanFrequency::parse,
        text,
        warnings,
        "config option `cache.auto-clean-frequency` expected a value of \"always\", \"never\", or "
            + "\"N seconds/minutes/days/weeks/months\"");
  }

  private static Map<ItemKind, Duration> ages(Settings settings, List<String> warnings) {
    Map<ItemKind, Duration> ages = new EnumMap<>(ItemKind.class);
    AGES.forEach((kind, key) ->
        settings
            .text("cache.global-clean." + key)
            .flatMap(text -> age(key, text, warnings))
            .ifPresent(age -> ages.put(kind, age)));
    return ages;
  }

  /// Cargo still calls the key by its old name here.
  private static Optional<Duration> age(String key, String text, List<String> warnings) {
    return parsed(
        CargoDuration::parse,
        text,
        warnings,
        "config option `gc.auto.%s` expected a value of the form \"N seconds/minutes/days/weeks/months\""
            .formatted(key));
  }

  private static <T> Optional<T> parsed(
      Function<String, T> parser, String text, List<String> warnings, String complaint) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException _) {
      warnings.add("%s, got: \"%s\"".formatted(complaint, text));
      return Optional.empty();
    }
  }
}
