package dev.cratehold.cli.config;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Nearest;
import dev.cratehold.cli.terminal.Problem;
import dev.cratehold.registry.GitUrl;
import dev.cratehold.registry.IndexUrl;
import dev.cratehold.registry.PackageSource;
import dev.cratehold.server.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Brings flags, environment and configuration file together. Collects everything that is wrong, so
/// that the user reads it all at once.
public final class ConfigReader {
  private static final String OPEN_HELP =
      "add --open if every machine that reaches this address may use the server, or listen on"
          + " 127.0.0.1";

  private final Map<String, List<String>> flags;
  private final Environment environment;
  private final ConfigFile file;
  private final List<Problem> problems = new ArrayList<>();

  private ConfigReader(Map<String, List<String>> flags, Environment environment, ConfigFile file) {
    this.flags = flags;
    this.environment = environment;
    this.file = file;
  }

  /// The configuration that these flags make in this environment. Reads the configuration file.
  ///
  /// @param flags the values given on the command line by name of the setting; a switch that is
  ///   given has the value `true`
  /// @throws Failure if anything is unknown or wrong, with a problem for each
  public static ServeConfig read(Map<String, List<String>> flags, Environment environment)
      throws Failure {
    return readAll(flags, environment).serve();
  }

  /// The same with where each part of it comes from.
  public static Configuration readAll(Map<String, List<String>> flags, Environment environment)
      throws Failure {
    ConfigReader locator = new ConfigReader(flags, environment, ConfigFile.absent());
    Optional<Path> configFile = locator.one(Settings.CONFIG);
    locator.refuseProblems();
    Path defaultFile = environment.defaultConfigFile();
    if (configFile.isEmpty() && Files.exists(defaultFile)) {
      configFile = Optional.of(defaultFile);
    }
    ConfigFile file =
        configFile.isEmpty() ? ConfigFile.absent() : ConfigFile.read(configFile.get());
    return new ConfigReader(flags, environment, file).read();
  }

  private Configuration read() throws Failure {
    problems.addAll(file.problems());
    unknownVariables().forEach(problems::add);
    ServeConfig config =
        new ServeConfig(listening(), upstreams(), storage(), logging(), mirroring());
    refuseProblems();
    return new Configuration(config, Settings.IN_FILE.stream().map(this::effective).toList());
  }

  private Listening listening() {
    boolean open = one(Settings.OPEN).orElse(false);
    return new Listening(
        one(Settings.PORT).orElseThrow(),
        bind(open),
        open,
        one(Settings.PUBLIC_URL),
        many(Settings.TRUSTED_PROXY),
        tls(),
        one(Settings.H2C).orElseThrow(),
        one(Settings.MAX_CONNECTIONS).orElseThrow(),
        one(Settings.DRAIN).orElseThrow(),
        one(Settings.STATS_CLIENTS).orElseThrow(),
        one(Settings.ADMIN_TOKEN_FILE));
  }

  /// The address to listen on; loopback in place of one that is refused.
  private String bind(boolean open) {
    String bind = one(Settings.BIND).orElseThrow();
    if (open || Listening.isLoopback(bind)) {
      return bind;
    }
    String origin = given(Settings.BIND).map(Given::origin).orElse(Settings.BIND.flag());
    String message = ": other machines reach " + bind + ", and nothing says that they may";
    problems.add(Problem.of(origin + message, OPEN_HELP));
    return fallback(Settings.BIND).orElseThrow();
  }

  private Optional<TlsFiles> tls() {
    Optional<Path> certificate = one(Settings.TLS_CERT);
    Optional<Path> key = one(Settings.TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      Setting<Path> given = certificate.isPresent() ? Settings.TLS_CERT : Settings.TLS_KEY;
      Setting<Path> missing = certificate.isPresent() ? Settings.TLS_KEY : Settings.TLS_CERT;
      String origin = given(given).map(Given::origin).orElse(given.flag());
      problems.add(
          Problem.of(
              origin + ": " + missing.name() + " is not set, and one needs the other",
              "give " + missing.flag() + " too, or neither for plain http"));
    }
    return certificate.flatMap(file -> key.map(k -> new TlsFiles(file, k)));
  }

  private Upstreams upstreams() {
    List<IndexUrl> urls = many(Settings.UPSTREAM);
    Duration ttl = one(Settings.INDEX_TTL).orElseThrow();
    Optional<Duration> maxStale = one(Settings.INDEX_MAX_STALE).orElseThrow();
    if (maxStale.isPresent() && maxStale.get().compareTo(ttl) < 0) {
      String origin = given(Settings.INDEX_MAX_STALE).map(Given::origin).orElse("");
      problems.add(
          Problem.of(
              origin + ": shorter than index-ttl, before which nobody asks for a newer file",
              "make it at least as long as index-ttl"));
    }
    return new Upstreams(urls, many(Settings.UPSTREAM_CA), ttl, maxStale, catalog(urls.getFirst()));
  }

  private Optional<GitUrl> catalog(IndexUrl upstream) {
    boolean isCratesIo = Settings.UPSTREAM.fallback().equals(Optional.of(upstream.toString()));
    return one(Settings.CATALOG)
        .orElseGet(() ->
            isCratesIo
                ? Optional.of(GitUrl.parse(PackageSource.GitRegistry.CRATES_IO))
                : Optional.empty());
  }

  private Storage storage() {
    return new Storage(
        one(Settings.DATA).orElseGet(environment::dataDirectory),
        one(Settings.MAX_SIZE).orElseThrow(),
        one(Settings.MIN_FREE).orElseThrow(),
        one(Settings.SCRUB_INTERVAL).orElseThrow(),
        one(Settings.MAX_AGE).orElseThrow(),
        one(Settings.GC_GRACE).orElseThrow(),
        one(Settings.GC_INTERVAL).orElseThrow());
  }

  private Logging logging() {
    return new Logging(
        one(Settings.LOG_LEVEL).orElseThrow(),
        one(Settings.LOG_FORMAT).orElseThrow(),
        one(Settings.ACCESS_LOG).orElseThrow());
  }

  private Mirroring mirroring() {
    return new Mirroring(
        one(Settings.MIRROR).orElse(false),
        one(Settings.MIRROR_NAMES),
        one(Settings.MIRROR_INTERVAL).orElseThrow(),
        many(Settings.PREFETCH),
        one(Settings.REFRESH).orElseThrow(),
        one(Settings.FETCH_NEWER).orElseThrow());
  }

  private Effective effective(Setting<?> setting) {
    Optional<Given> given = given(setting);
    if (given.isPresent()) {
      String origin = given.get().origin().replaceFirst(": " + setting.name() + "$", "");
      return new Effective(setting, shown(setting, given.get()), origin);
    }
    List<String> values =
        setting.equals(Settings.DATA)
            ? List.of(environment.dataDirectory().toString())
            : setting.fallback().stream().toList();
    return new Effective(setting, values, values.isEmpty() ? "not set" : "default");
  }

  private List<String> shown(Setting<?> setting, Given given) {
    return given.texts().stream()
        .flatMap(text -> value(setting, given, text).map(v -> shown(text, v)).stream())
        .toList();
  }

  private static String shown(String text, Object value) {
    return switch (value) {
      case Path path -> path.toString();
      case AccessLogTarget.File(Path path) -> path.toString();
      default -> text;
    };
  }

  private void refuseProblems() throws Failure {
    if (!problems.isEmpty()) {
      throw Failure.usage(problems);
    }
  }

  private Stream<Problem> unknownVariables() {
    List<String> known =
        Stream.concat(Settings.IN_FILE.stream(), Stream.of(Settings.CONFIG))
            .map(Setting::variable)
            .toList();
    return environment.variables().keySet().stream()
        .filter(name -> name.startsWith(Settings.VARIABLE_PREFIX) && !known.contains(name))
        .filter(name -> !name.equals(Settings.JAVA_OPTIONS_VARIABLE))
        .sorted()
        .map(name -> unknownVariable(name, known));
  }

  private static Problem unknownVariable(String name, List<String> known) {
    String help =
        Nearest.to(name, known)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse("unset it; `cratehold serve --help` lists the settings");
    return Problem.of("the environment variable " + name + " is not a setting", help);
  }

  private <T> Optional<T> one(Setting<T> setting) {
    Optional<Given> given = given(setting);
    if (given.isPresent() && given.get().texts().size() != 1) {
      problems.add(Problem.of(given.get().origin() + ": one value is expected"));
      return Optional.empty();
    }
    Optional<T> value = given.flatMap(g -> value(setting, g, g.texts().getFirst()));
    return value.isPresent() ? value : fallback(setting);
  }

  private <T> Optional<T> fallback(Setting<T> setting) {
    return setting.fallback().map(text -> setting.reader().read(text, Path.of("")));
  }

  private <T> List<T> many(Setting<T> setting) {
    Optional<Given> all = given(setting);
    if (all.isPresent() && all.get().texts().isEmpty() && setting.fallback().isPresent()) {
      problems.add(Problem.of(all.get().origin() + ": at least one value is expected"));
    }
    List<T> values =
        all.stream()
            .flatMap(given -> given.texts().stream().map(text -> value(setting, given, text)))
            .flatMap(Optional::stream)
            .toList();
    return values.isEmpty() ? fallback(setting).stream().toList() : values;
  }

  private <T> Optional<T> value(Setting<T> setting, Given given, String text) {
    try {
      return Optional.of(setting.reader().read(expandHome(text), given.base()));
    } catch (IllegalArgumentException e) {
      problems.add(Problem.of(given.origin() + ": " + quote(text) + " " + e.getMessage()));
      return Optional.empty();
    }
  }

  /// A shell does this for a flag, but nobody for a file.
  private String expandHome(String text) {
    return text.startsWith("~/") ? environment.home().resolve(text.substring(2)).toString() : text;
  }

  /// A URL may hold a password, which messages must not repeat.
  private static String quote(String text) {
    return text.contains("@") ? "the value" : "`" + text + "`";
  }

  private Optional<Given> given(Setting<?> setting) {
    List<String> flag = flags.get(setting.name());
    if (flag != null) {
      return Optional.of(new Given(setting.flag(), flag, environment.workingDirectory()));
    }
    return environment
        .variable(setting.variable())
        .map(text -> givenByVariable(setting, text))
        .or(() -> Optional.ofNullable(file.givens().get(setting.name())));
  }

  private Given givenByVariable(Setting<?> setting, String text) {
    List<String> texts =
        setting.shape() == Setting.Shape.MANY ? List.of(text.split("\\s*,\\s*")) : List.of(text);
    return new Given(setting.variable(), texts, environment.workingDirectory());
  }
}
