package dev.cratehold.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.mirror.refresh.NewerVersions;
import dev.cratehold.registry.GitUrl;
import dev.cratehold.registry.SparseUrl;
import dev.cratehold.server.ClearTextHttp2;
import dev.cratehold.server.ClientAddresses;
import dev.cratehold.server.TlsFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  private static final Optional<TlsFiles> TLS =
      Optional.of(new TlsFiles(Path.of("/c.pem"), Path.of("/k.pem")));

  /// What a setting cannot do without.
  private static final Map<Setting<?>, Map<String, String>> COMPANIONS =
      Map.of(
          Settings.TLS_CERT, Map.of("CRATEHOLD_TLS_KEY", "/k.pem"),
          Settings.TLS_KEY, Map.of("CRATEHOLD_TLS_CERT", "/c.pem"));

  private static List<Row> table() {
    return List.of(
        new Row(Settings.PORT, "9999", "9999", config -> config.listening().port(), 9999),
        new Row(Settings.BIND, "::1", "\"::1\"", config -> config.listening().bind(), "::1"),
        new Row(Settings.OPEN, "true", "true", config -> config.listening().open(), true),
        new Row(
            Settings.DATA,
            "/d/../e",
            "\"/d/../e\"",
            config -> config.storage().data(),
            Path.of("/e")),
        new Row(
            Settings.UPSTREAM,
            "sparse+http://up/x/",
            "[\"sparse+http://up/x/\"]",
            config -> config.upstreams().urls(),
            List.of(SparseUrl.parse("sparse+http://up/x/"))),
        new Row(
            Settings.CATALOG,
            "git+https://h/i",
            "\"git+https://h/i\"",
            config -> config.upstreams().catalog(),
            Optional.of(GitUrl.parse("git+https://h/i"))),
        new Row(
            Settings.PUBLIC_URL,
            "https://pub/",
            "\"https://pub/\"",
            config -> config.listening().publicUrl(),
            Optional.of(URI.create("https://pub"))),
        new Row(
            Settings.TRUSTED_PROXY,
            "10.0.0.0/8",
            "[\"10.0.0.0/8\"]",
            config -> config.listening().trustedProxies(),
            List.of("10.0.0.0/8")),
        new Row(Settings.TLS_CERT, "/c.pem", "\"/c.pem\"", config -> config.listening().tls(), TLS),
        new Row(Settings.TLS_KEY, "/k.pem", "\"/k.pem\"", config -> config.listening().tls(), TLS),
        new Row(
            Settings.H2C, "off", "\"off\"", config -> config.listening().h2c(), ClearTextHttp2.OFF),
        new Row(
            Settings.MAX_CONNECTIONS, "7", "7", config -> config.listening().maxConnections(), 7),
        new Row(
            Settings.DRAIN,
            "5s",
            "\"5s\"",
            config -> config.listening().drain(),
            Duration.ofSeconds(5)),
        new Row(
            Settings.INDEX_TTL,
            "5m",
            "\"5m\"",
            config -> config.upstreams().indexTtl(),
            Duration.ofMinutes(5)),
        new Row(
            Settings.INDEX_MAX_STALE,
            "1d",
            "\"1d\"",
            config -> config.upstreams().indexMaxStale(),
            Optional.of(Duration.ofDays(1))),
        new Row(
            Settings.UPSTREAM_CA,
            "/ca.pem",
            "\"/ca.pem\"",
            config -> config.upstreams().caFiles(),
            List.of(Path.of("/ca.pem"))),
        new Row(
            Settings.MAX_SIZE,
            "10G",
            "\"10G\"",
            config -> config.storage().maxSize(),
            Optional.of(10L << 30)),
        new Row(Settings.MIN_FREE, "1M", "\"1M\"", config -> config.storage().minFree(), 1L << 20),
        new Row(
            Settings.MAX_AGE,
            "1d",
            "\"1d\"",
            config -> config.storage().maxAge(),
            Optional.of(Duration.ofDays(1))),
        new Row(
            Settings.GC_GRACE,
            "2h",
            "\"2h\"",
            config -> config.storage().gcGrace(),
            Duration.ofHours(2)),
        new Row(
            Settings.GC_INTERVAL,
            "3m",
            "\"3m\"",
            config -> config.storage().gcInterval(),
            Duration.ofMinutes(3)),
        new Row(
            Settings.SCRUB_INTERVAL,
            "never",
            "\"never\"",
            config -> config.storage().scrubInterval(),
            Optional.empty()),
        new Row(
            Settings.PREFETCH,
            "/Cargo.lock",
            "[\"/Cargo.lock\"]",
            config -> config.mirroring().prefetch(),
            List.of(Path.of("/Cargo.lock"))),
        new Row(
            Settings.REFRESH,
            "off",
            "\"off\"",
            config -> config.mirroring().refresh(),
            Optional.empty()),
        new Row(
            Settings.FETCH_NEWER,
            "on",
            "\"on\"",
            config -> config.mirroring().newer(),
            NewerVersions.FETCHED),
        new Row(
            Settings.LOG_LEVEL,
            "trace",
            "\"trace\"",
            config -> config.logging().level(),
            LogLevel.TRACE),
        new Row(
            Settings.LOG_FORMAT,
            "json",
            "\"json\"",
            config -> config.logging().format(),
            LogFormat.JSON),
        new Row(
            Settings.ACCESS_LOG,
            "/a.log",
            "\"/a.log\"",
            config -> config.logging().access(),
            new AccessLogTarget.File(Path.of("/a.log"))),
        new Row(Settings.MIRROR, "true", "true", config -> config.mirroring().enabled(), true),
        new Row(
            Settings.MIRROR_NAMES,
            "/names",
            "\"/names\"",
            config -> config.mirroring().names(),
            Optional.of(Path.of("/names"))),
        new Row(
            Settings.MIRROR_INTERVAL,
            "5m",
            "\"5m\"",
            config -> config.mirroring().interval(),
            Duration.ofMinutes(5)),
        new Row(
            Settings.STATS_CLIENTS,
            "off",
            "\"off\"",
            config -> config.listening().clientAddresses(),
            ClientAddresses.OFF),
        new Row(
            Settings.ADMIN_TOKEN_FILE,
            "/token",
            "\"/token\"",
            config -> config.listening().adminTokenFile(),
            Optional.of(Path.of("/token"))));
  }

  @TestFactory
  Stream<DynamicTest> everySetting_givenAsFlag_reachesItsField() {
    return table().stream()
        .map(row ->
            dynamicTest(
                row.setting().flag(),
                () -> {
                  ConfigFixture user = new ConfigFixture(home);
                  user.variables.putAll(COMPANIONS.getOrDefault(row.setting(), Map.of()));
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
                  user.variables.putAll(COMPANIONS.getOrDefault(row.setting(), Map.of()));
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
                  user.variables.putAll(COMPANIONS.getOrDefault(row.setting(), Map.of()));
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
    int fields =
        Stream.of(ServeConfig.class.getRecordComponents())
            .mapToInt(part -> part.getType().getRecordComponents().length)
            .sum();

    assertThat(fields + 1).as("one field holds two settings").isEqualTo(Settings.IN_FILE.size());
  }

  @Test
  void variable_always_isTheNameInUpperCaseWithThePrefix() {
    assertThat(Settings.INDEX_TTL.variable()).isEqualTo("CRATEHOLD_INDEX_TTL");
  }
}
