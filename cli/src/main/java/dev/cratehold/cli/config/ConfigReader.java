package dev.cratehold.cli.config;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Nearest;
import dev.cratehold.cli.terminal.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private ServeConfig read() throws Failure {
    problems.addAll(file.problems());
    unknownVariables().forEach(problems::add);
    String bind = one(Settings.BIND).orElse("127.0.0.1");
    boolean open = one(Settings.OPEN).orElse(false);
    if (!open && !ServeConfig.isLoopback(bind)) {
      problems.add(Problem.of(bindProblem(bind), OPEN_HELP));
    }
    Optional<Integer> port = one(Settings.PORT);
    Path data = one(Settings.DATA).orElseGet(environment::dataDirectory);
    var upstream = one(Settings.UPSTREAM);
    var publicUrl = one(Settings.PUBLIC_URL);
    List<String> trustedProxies = many(Settings.TRUSTED_PROXY);
    var indexTtl = one(Settings.INDEX_TTL);
    List<Path> upstreamCa = many(Settings.UPSTREAM_CA);
    var logLevel = one(Settings.LOG_LEVEL);
    var logFormat = one(Settings.LOG_FORMAT);
    refuseProblems();
    return new ServeConfig(
        port.orElseThrow(),
        bind,
        open,
        data,
        upstream.orElseThrow(),
        publicUrl,
        trustedProxies,
        indexTtl.orElseThrow(),
        upstreamCa,
        logLevel.orElseThrow(),
        logFormat.orElseThrow());
  }

  private String bindProblem(String bind) {
    return given(Settings.BIND).map(Given::origin).orElse(Settings.BIND.flag())
        + ": other machines reach "
        + bind
        + ", and nothing says that they may";
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
    return given(setting).stream()
        .flatMap(given -> given.texts().stream().map(text -> value(setting, given, text)))
        .flatMap(Optional::stream)
        .toList();
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
