package dev.cratehold.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.registry.SparseUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// One table for all settings: what is written, and what the record then holds.
final class SettingsTest {
  @TempDir Path home;

  /// @param text the value on the command line and in a variable
  /// @param toml the value in the file
  private record Row(
      Setting<?> setting,
      String text,
      String toml,
      Function<ServeConfig, Object> accessor,
      Object expected) {}

  private static List<Row> table() {
    return List.of(
        new Row(Settings.PORT, "9999", "9999", ServeConfig::port, 9999),
        new Row(Settings.BIND, "::1", "\"::1\"", ServeConfig::bind, "::1"),
        new Row(Settings.OPEN, "true", "true", ServeConfig::open, true),
        new Row(Settings.DATA, "/d/../e", "\"/d/../e\"", ServeConfig::data, Path.of("/e")),
        new Row(
            Settings.UPSTREAM,
            "sparse+http://up/x/",
            "\"sparse+http://up/x/\"",
            ServeConfig::upstream,
            SparseUrl.parse("sparse+http://up/x/")),
        new Row(
            Settings.PUBLIC_URL,
            "https://pub/",
            "\"https://pub/\"",
            ServeConfig::publicUrl,
            Optional.of(URI.create("https://pub"))),
        new Row(
            Settings.TRUSTED_PROXY,
            "10.0.0.0/8",
            "[\"10.0.0.0/8\"]",
            ServeConfig::trustedProxies,
            List.of("10.0.0.0/8")),
        new Row(Settings.INDEX_TTL, "5m", "\"5m\"", ServeConfig::indexTtl, Duration.ofMinutes(5)),
        new Row(
            Settings.UPSTREAM_CA,
            "/ca.pem",
            "\"/ca.pem\"",
            ServeConfig::upstreamCa,
            List.of(Path.of("/ca.pem"))),
        new Row(Settings.LOG_LEVEL, "trace", "\"trace\"", ServeConfig::logLevel, LogLevel.TRACE),
        new Row(Settings.LOG_FORMAT, "json", "\"json\"", ServeConfig::logFormat, LogFormat.JSON));
  }

  @TestFactory
  Stream<DynamicTest> everySetting_givenAsFlag_reachesItsField() {
    return table().stream()
        .map(row ->
            dynamicTest(
                row.setting().flag(),
                () -> {
                  ConfigFixture user = new ConfigFixture(home);
                  user.flags.put(row.setting().name(), List.of(row.text()));
                  assertThat(row.accessor().apply(user.read())).isEqualTo(row.expected());
                }));
  }

  @TestFactory
  Stream<DynamicTest> everySetting_givenAsVariable_reachesItsField() {
    return table().stream()
        .map(row ->
            dynamicTest(
                row.setting().variable(),
                () -> {
                  ConfigFixture user = new ConfigFixture(home);
                  user.variables.put(row.setting().variable(), row.text());
                  assertThat(row.accessor().apply(user.read())).isEqualTo(row.expected());
                }));
  }

  @TestFactory
  Stream<DynamicTest> everySetting_givenInTheFile_reachesItsField() {
    return table().stream()
        .map(row ->
            dynamicTest(
                row.setting().name(),
                () -> {
                  ConfigFixture user = new ConfigFixture(home);
                  user.file(row.setting().name() + " = " + row.toml() + "\n");
                  assertThat(row.accessor().apply(user.read())).isEqualTo(row.expected());
                }));
  }

  @Test
  void table_always_holdsEverySetting() {
    assertThat(table()).extracting(Row::setting).isEqualTo(Settings.IN_FILE);
  }

  @Test
  void table_always_holdsEveryFieldOfTheRecord() {
    assertThat(ServeConfig.class.getRecordComponents()).hasSize(Settings.IN_FILE.size());
  }

  @Test
  void variable_always_isTheNameInUpperCaseWithThePrefix() {
    assertThat(Settings.INDEX_TTL.variable()).isEqualTo("CRATEHOLD_INDEX_TTL");
  }
}
