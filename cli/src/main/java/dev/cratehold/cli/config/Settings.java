package dev.cratehold.cli.config;

import static dev.cratehold.cli.config.Setting.Shape.MANY;
import static dev.cratehold.cli.config.Setting.Shape.ONE;
import static dev.cratehold.cli.config.Setting.Shape.SWITCH;

import dev.cratehold.registry.SparseUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// All settings of `cratehold serve`, in the order of the help.
public final class Settings {
  /// What the name of every environment variable of Cratehold begins with.
  public static final String VARIABLE_PREFIX = "CRATEHOLD_";

  /// Options for the JVM; the launcher reads it, it is no setting.
  static final String JAVA_OPTIONS_VARIABLE = "CRATEHOLD_JAVA_OPTIONS";

  /// The port to listen on.
  public static final Setting<Integer> PORT =
      new Setting<>(
          "port",
          "PORT",
          ONE,
          Optional.of("8080"),
          "Port to listen on; 0 picks a free one and prints it",
          Readers::port);

  /// The address to listen on.
  public static final Setting<String> BIND =
      new Setting<>(
          "bind",
          "ADDR",
          ONE,
          Optional.of("127.0.0.1"),
          "Address to listen on; any but loopback needs --open",
          Readers::address);

  /// Whether other machines may use the server.
  public static final Setting<Boolean> OPEN =
      new Setting<>(
          "open",
          "",
          SWITCH,
          Optional.empty(),
          "Let every machine that reaches --bind use the server",
          Readers::yesOrNo);

  /// The data directory.
  public static final Setting<Path> DATA =
      new Setting<>(
          "data",
          "DIR",
          ONE,
          Optional.empty(),
          "Directory to store in (default: cratehold in the user's data directory)",
          Readers::path);

  /// The registry behind the server.
  public static final Setting<SparseUrl> UPSTREAM =
      new Setting<>(
          "upstream",
          "sparse+URL",
          ONE,
          Optional.of("sparse+https://index.crates.io/"),
          "Sparse index to cache",
          Readers::sparseUrl);

  /// Under which URL clients reach the server.
  public static final Setting<URI> PUBLIC_URL =
      new Setting<>(
          "public-url",
          "URL",
          ONE,
          Optional.empty(),
          "URL that clients reach the server under, if not the one they ask for",
          Readers::publicUrl);

  /// Whose `Forwarded` headers are believed.
  public static final Setting<String> TRUSTED_PROXY =
      new Setting<>(
          "trusted-proxy",
          "ADDR[/BITS]",
          MANY,
          Optional.empty(),
          "Reverse proxy whose Forwarded and X-Forwarded-* headers are believed; may be repeated",
          Readers::addressRange);

  /// How long an index file is used without asking upstream.
  public static final Setting<Duration> INDEX_TTL =
      new Setting<>(
          "index-ttl",
          "TIME",
          ONE,
          Optional.of("60s"),
          "How long an index file is served without asking upstream whether it changed",
          Readers::duration);

  /// Certificates to trust upstream, in addition to the usual ones.
  public static final Setting<Path> UPSTREAM_CA =
      new Setting<>(
          "upstream-ca",
          "FILE",
          MANY,
          Optional.empty(),
          "PEM file of certificates to trust upstream, beside the usual ones; may be repeated",
          Readers::path);

  /// How much is logged.
  public static final Setting<LogLevel> LOG_LEVEL =
      new Setting<>(
          "log-level",
          "LEVEL",
          ONE,
          Optional.of("info"),
          "How much to log on standard error: error, warn, info, debug, trace",
          Readers.oneOf(LogLevel.class));

  /// What the log looks like.
  public static final Setting<LogFormat> LOG_FORMAT =
      new Setting<>(
          "log-format",
          "FORMAT",
          ONE,
          Optional.of("text"),
          "What the log looks like: text, json",
          Readers.oneOf(LogFormat.class));

  /// The configuration file; the one setting that cannot stand in it.
  public static final Setting<Path> CONFIG =
      new Setting<>(
          "config",
          "FILE",
          ONE,
          Optional.empty(),
          "Configuration file (default: cratehold/config.toml in the user's configuration directory"
              + ", if it exists)",
          Readers::path);

  /// The settings that a configuration file may hold.
  public static final List<Setting<?>> IN_FILE =
      List.of(
          PORT,
          BIND,
          OPEN,
          DATA,
          UPSTREAM,
          PUBLIC_URL,
          TRUSTED_PROXY,
          INDEX_TTL,
          UPSTREAM_CA,
          LOG_LEVEL,
          LOG_FORMAT);

  private Settings() {}
}
