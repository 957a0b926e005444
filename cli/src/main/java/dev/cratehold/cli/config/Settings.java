package dev.cratehold.cli.config;

import static dev.cratehold.cli.config.Setting.Shape.MANY;
import static dev.cratehold.cli.config.Setting.Shape.ONE;
import static dev.cratehold.cli.config.Setting.Shape.SWITCH;

import dev.cratehold.mirror.refresh.NewerVersions;
import dev.cratehold.registry.GitUrl;
import dev.cratehold.registry.IndexUrl;
import dev.cratehold.server.ClearTextHttp2;
import dev.cratehold.server.ClientAddresses;
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

  /// Where the registry behind the server is, the preferred place first.
  public static final Setting<IndexUrl> UPSTREAM =
      new Setting<>(
          "upstream",
          "URL",
          MANY,
          Optional.of("sparse+https://index.crates.io/"),
          "Index to cache, sparse+URL or git+URL; may be repeated with mirrors of it, in order of"
              + " preference",
          Readers::indexUrl);

  /// The git index that tells which crates a registry with a sparse index has.
  public static final Setting<Optional<GitUrl>> CATALOG =
      new Setting<>(
          "catalog",
          "git+URL|none",
          ONE,
          Optional.empty(),
          "Git index that tells all crates of a sparse upstream, for mirrors and git clients"
              + " (default: crates.io's for crates.io)",
          Readers.unless("none", Readers::gitUrl));

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

  /// The server's certificate.
  public static final Setting<Path> TLS_CERT =
      new Setting<>(
          "tls-cert",
          "FILE",
          ONE,
          Optional.empty(),
          "Serve https with this PEM certificate chain; read again when it changes; needs --tls-key",
          Readers::path);

  /// The key of the server's certificate.
  public static final Setting<Path> TLS_KEY =
      new Setting<>(
          "tls-key",
          "FILE",
          ONE,
          Optional.empty(),
          "Private key of --tls-cert, PEM, not encrypted",
          Readers::path);

  /// Whether HTTP/2 is spoken without TLS.
  public static final Setting<ClearTextHttp2> H2C =
      new Setting<>(
          "h2c",
          "on|off",
          ONE,
          Optional.of("on"),
          "Speak HTTP/2 without TLS with cargos that ask for it",
          Readers::onOrOff);

  /// How many connections there may be.
  public static final Setting<Integer> MAX_CONNECTIONS =
      new Setting<>(
          "max-connections",
          "N",
          ONE,
          Optional.of("4096"),
          "Connections at once; further ones are closed",
          Readers::connections);

  /// How long answers may take to end when the server stops.
  public static final Setting<Duration> DRAIN =
      new Setting<>(
          "drain",
          "TIME",
          ONE,
          Optional.of("30s"),
          "How long answers that are under way may take to end when the server stops",
          Readers::duration);

  /// How long an index file is used without asking upstream.
  public static final Setting<Duration> INDEX_TTL =
      new Setting<>(
          "index-ttl",
          "TIME",
          ONE,
          Optional.of("60s"),
          "How long an index file is served without asking upstream whether it changed",
          Readers::duration);

  /// How old an index file may be and still be served.
  public static final Setting<Optional<Duration>> INDEX_MAX_STALE =
      new Setting<>(
          "index-max-stale",
          "TIME|any",
          ONE,
          Optional.of("any"),
          "How old an index file may be and still be served while no upstream answers",
          Readers.unless("any", Readers::duration));

  /// How much may be stored.
  public static final Setting<Optional<Long>> MAX_SIZE =
      new Setting<>(
          "max-size",
          "SIZE|none",
          ONE,
          Optional.of("none"),
          "How much may be stored (500M, 10G); beyond it the least recently used crates go",
          Readers.unless("none", Readers::size));

  /// How much of the disk stays free.
  public static final Setting<Long> MIN_FREE =
      new Setting<>(
          "min-free",
          "SIZE",
          ONE,
          Optional.of("64M"),
          "How much of the disk to leave free, by storing nothing more; with --max-size or --max-age,"
              + " by deleting the least recently used crates, too",
          Readers::size);

  /// How long crates stay that nobody uses.
  public static final Setting<Optional<Duration>> MAX_AGE =
      new Setting<>(
          "max-age",
          "TIME|none",
          ONE,
          Optional.of("none"),
          "Delete crates that were not used for longer than this (90d)",
          Readers.unless("none", Readers::duration));

  /// How long crates stay whatever the limits are.
  public static final Setting<Duration> GC_GRACE =
      new Setting<>(
          "gc-grace",
          "TIME",
          ONE,
          Optional.of("1h"),
          "Delete no crate that was stored or used within this time, whatever the limits",
          Readers::duration);

  /// How often crates are deleted by the limits.
  public static final Setting<Duration> GC_INTERVAL =
      new Setting<>(
          "gc-interval",
          "TIME",
          ONE,
          Optional.of("1h"),
          "How often to delete by --max-age and --max-size; also soon after --max-size is reached",
          Readers::positiveDuration);

  /// How often everything is hashed again.
  public static final Setting<Optional<Duration>> SCRUB_INTERVAL =
      new Setting<>(
          "scrub-interval",
          "TIME|never",
          ONE,
          Optional.of("7d"),
          "How often to hash everything that is stored again, slowly, in the background",
          Readers.unless("never", Readers::positiveDuration));

  /// Certificates to trust upstream, in addition to the usual ones.
  public static final Setting<Path> UPSTREAM_CA =
      new Setting<>(
          "upstream-ca",
          "FILE",
          MANY,
          Optional.empty(),
          "PEM file of certificates to trust upstream, beside the usual ones; may be repeated",
          Readers::path);

  /// What is fetched after the start.
  public static final Setting<Path> PREFETCH =
      new Setting<>(
          "prefetch",
          "FILE",
          MANY,
          Optional.empty(),
          "Cargo.lock, or list of crates, to fetch in the background after the start; may be"
              + " repeated",
          Readers::path);

  /// How often index files in use are compared with the upstream.
  public static final Setting<Optional<Duration>> REFRESH =
      new Setting<>(
          "refresh",
          "TIME|off",
          ONE,
          Optional.of("10m"),
          "How often to refresh the index files of crates that clients used in the last day",
          Readers.unless("off", Readers::positiveDuration));

  /// What becomes of new versions.
  public static final Setting<NewerVersions> FETCH_NEWER =
      new Setting<>(
          "fetch-newer",
          "on|off",
          ONE,
          Optional.of("off"),
          "Fetch new versions of crates that clients used in the last day, as --refresh finds them",
          Readers::fetchedOrLeft);

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

  /// Where answered requests are noted.
  public static final Setting<AccessLogTarget> ACCESS_LOG =
      new Setting<>(
          "access-log",
          "off|-|FILE",
          ONE,
          Optional.of("off"),
          "Where to write a line for each request: to a file, or to standard output (-)",
          Readers::accessLog);

  /// Whether the registry is mirrored.
  public static final Setting<Boolean> MIRROR =
      new Setting<>(
          "mirror",
          "",
          SWITCH,
          Optional.empty(),
          "Mirror the registry in the background, as the last `cratehold mirror sync` did",
          Readers::yesOrNo);

  /// Which crates are mirrored.
  public static final Setting<Path> MIRROR_NAMES =
      new Setting<>(
          "mirror-names",
          "FILE",
          ONE,
          Optional.empty(),
          "With --mirror: file with the names of the crates, one a line, or crates.io's dump",
          Readers::path);

  /// How often the mirror is brought up to date.
  public static final Setting<Duration> MIRROR_INTERVAL =
      new Setting<>(
          "mirror-interval",
          "TIME",
          ONE,
          Optional.of("1h"),
          "With --mirror: how long after one sync the next begins",
          Readers::positiveDuration);

  /// What becomes of the addresses of clients in statistics.
  public static final Setting<ClientAddresses> STATS_CLIENTS =
      new Setting<>(
          "stats-clients",
          "on|off|public",
          ONE,
          Optional.of("on"),
          "Count requests by client, and show the addresses on this machine alone (on) or to all"
              + " who reach the server (public)",
          Readers.oneOf(ClientAddresses.class));

  /// Where the token stands that gives a client the right to order.
  public static final Setting<Path> ADMIN_TOKEN_FILE =
      new Setting<>(
          "admin-token-file",
          "FILE",
          ONE,
          Optional.empty(),
          "Let clients that send the token in the first line of FILE have crates prefetched, by POST"
              + " to /api/prefetch",
          Readers::path);

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
          CATALOG,
          PUBLIC_URL,
          TRUSTED_PROXY,
          TLS_CERT,
          TLS_KEY,
          H2C,
          MAX_CONNECTIONS,
          DRAIN,
          INDEX_TTL,
          INDEX_MAX_STALE,
          UPSTREAM_CA,
          MAX_SIZE,
          MIN_FREE,
          MAX_AGE,
          GC_GRACE,
          GC_INTERVAL,
          SCRUB_INTERVAL,
          PREFETCH,
          REFRESH,
          FETCH_NEWER,
          LOG_LEVEL,
          LOG_FORMAT,
          ACCESS_LOG,
          MIRROR,
          MIRROR_NAMES,
          MIRROR_INTERVAL,
          STATS_CLIENTS,
          ADMIN_TOKEN_FILE);

  private Settings() {}
}
