package dev.cratehold.cli;

import static dev.cratehold.cli.model.ModelParts.DRY_RUN_OPTION;
import static dev.cratehold.cli.model.ModelParts.JSON_OPTION;
import static dev.cratehold.cli.model.ModelParts.VERBOSE_OPTION;
import static dev.cratehold.cli.model.ModelParts.addSubcommand;
import static dev.cratehold.cli.model.ModelParts.below;
import static dev.cratehold.cli.model.ModelParts.choice;
import static dev.cratehold.cli.model.ModelParts.command;
import static dev.cratehold.cli.model.ModelParts.examples;
import static dev.cratehold.cli.model.ModelParts.flag;
import static dev.cratehold.cli.model.ModelParts.parameter;
import static dev.cratehold.cli.model.ModelParts.parameters;
import static dev.cratehold.cli.model.ModelParts.repeatable;
import static dev.cratehold.cli.model.ModelParts.valued;

import dev.cratehold.cli.cas.CasModel;
import dev.cratehold.cli.config.LogFormat;
import dev.cratehold.cli.config.LogLevel;
import dev.cratehold.cli.config.Setting;
import dev.cratehold.cli.config.Settings;
import dev.cratehold.cli.home.HomeModel;
import dev.cratehold.cli.mirror.MirrorModel;
import dev.cratehold.cli.mirror.PrefetchModel;
import dev.cratehold.cli.terminal.ExitCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The command line as data: every command, option and parameter, with its help. Parsing, the help,
/// completions and manual pages all come from it.
///
/// It is built without picocli's annotations, whose reading costs 40 ms at every start.
public final class CommandModel {
  static final String SERVE = "serve";
  static final String SETUP = "setup";
  static final String STORE = StoreModel.STORE;
  static final String PREFETCH = PrefetchModel.PREFETCH;
  static final String HOME = HomeModel.HOME;
  static final String CAS = CasModel.CAS;
  static final String MIRROR = MirrorModel.MIRROR;
  static final String HELP = "help";
  static final String VERSION_OPTION = "--version";
  static final String PROJECT_OPTION = "--project";
  static final String CHECK_OPTION = "--check";
  static final String OFF_OPTION = "--off";
  static final String ON_OPTION = "--on";
  static final String UNDO_OPTION = "--undo";
  static final String CHECK_CONFIG_OPTION = "--check-config";

  private static final String NAME = "cratehold";

  /// The values of settings that take a few, by the settings' names: to compare settings would cost
  /// every start a few milliseconds, in which the JVM generates the code for it.
  private static final Map<String, List<String>> CHOICES =
      Map.of(
          Settings.H2C.name(), List.of("on", "off"),
          Settings.FETCH_NEWER.name(), List.of("on", "off"),
          Settings.LOG_LEVEL.name(), words(LogLevel.values()),
          Settings.LOG_FORMAT.name(), words(LogFormat.values()),
          Settings.STATS_CLIENTS.name(), List.of("on", "off", "public"));

  private CommandModel() {}

  /// The whole command line.
  public static CommandLine create() {
    return createFor(List.of());
  }

  /// The command line, ready to parse these words. Commands that they do not name are known by name
  /// only.
  static CommandLine createFor(List<String> words) {
    CommandSpec root = command(NAME, NAME + " COMMAND [OPTIONS]");
    root.usageMessage()
        .header("One cache for everything Cargo downloads.")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
    root.addOption(flag("-V", VERSION_OPTION, "Print the version; with -v, what it runs on"));
    root.addOption(flag("-v", VERBOSE_OPTION, "Say more; only with --version"));
    addSubcommand(root, SERVE, "Run the registry cache.", words, CommandModel::serve);
    addSubcommand(root, SETUP, "Point cargo at a server.", words, CommandModel::setup);
    addSubcommand(root, STORE, StoreModel.HEADER, words, StoreModel::create);
    addSubcommand(root, PREFETCH, PrefetchModel.HEADER, words, CommandModel::prefetch);
    addSubcommand(
        root,
        MIRROR,
        MirrorModel.HEADER,
        words,
        () -> MirrorModel.create(words, CommandModel::option));
    addSubcommand(root, HOME, HomeModel.HEADER, words, () -> HomeModel.create(words));
    addSubcommand(root, CAS, CasModel.HEADER, words, () -> CasModel.create(words));
    addSubcommand(root, HELP, "Show the help of a command.", words, CommandModel::help);
    examples(
        root,
        "cratehold serve                 run the cache for crates.io on this machine",
        "cratehold setup                 let cargo use it",
        "cratehold setup --check         see whether cargo reaches it",
        "cratehold prefetch Cargo.lock   fetch what a project needs, before anybody asks for it",
        "cratehold mirror sync --names crates.txt",
        "                                fetch all versions of these crates ahead",
        "cratehold home show             see what the Cargo home takes, and what it could give back",
        "cratehold cas ls DIR            list what a cache of npm or of cacache-rs holds",
        "cratehold help serve            read about a command");
    return new CommandLine(root).setExpandAtFiles(false);
  }

  private static CommandSpec serve() {
    CommandSpec serve = command(SERVE, "cratehold serve [OPTIONS]");
    serve
        .usageMessage()
        .descriptionHeading("%n")
        .description(
            "Serves crates.io to cargo at http://127.0.0.1:8080/crates-io/ and keeps what it"
                + " serves. Every option is also an environment variable (CRATEHOLD_INDEX_TTL=5m)"
                + " and a key of the configuration file (index-ttl = \"5m\"); an option goes before"
                + " the variable, the variable before the file.",
            "",
            "Ctrl-C or SIGTERM ends it cleanly, with exit code 0: it takes no further connection, and"
                + " answers that are under way have the time of --drain. A second one ends it at"
                + " once.");
    Settings.IN_FILE.forEach(setting -> serve.addOption(option(setting)));
    serve.addOption(option(Settings.CONFIG));
    serve.addOption(flag("-v", VERBOSE_OPTION, "Log more: --log-level debug"));
    serve.addOption(
        flag(
            CHECK_CONFIG_OPTION,
            "Say what is wrong with the configuration and print it as a file; serve nothing"));
    serve.addOption(flag(JSON_OPTION, "With --check-config: print JSON for machines"));
    examples(
        serve,
        "cratehold serve",
        "cratehold serve --port 0 --data /var/cache/cratehold",
        "cratehold serve --bind 0.0.0.0 --open --public-url https://crates.example.com",
        "cratehold serve --upstream sparse+https://index.crates.io/ \\",
        "                --upstream sparse+https://mirror.example.com/crates-io/",
        "cratehold serve --tls-cert server.pem --tls-key server.key --check-config");
    return serve;
  }

  private static CommandSpec setup() {
    CommandSpec setup = command(SETUP, "cratehold setup [URL] [OPTIONS]");
    setup
        .usageMessage()
        .descriptionHeading("%n")
        .description(
            "Edits cargo's configuration, $CARGO_HOME/config.toml, so that crates.io is reached"
                + " through the server at URL. Every other byte of the file stays, and --undo"
                + " restores it.");
    setup.addPositional(
        parameter("URL", "The server (default: the one that `cratehold serve` runs here)"));
    setup.addOption(
        valued(PROJECT_OPTION, "DIR", "Edit DIR/.cargo/config.toml instead, for one project"));
    setup.addOption(
        flag(CHECK_OPTION, "Say whether cargo reaches the server, and what to do if not"));
    setup.addOption(flag(OFF_OPTION, "Go to crates.io directly for a while, away from the server"));
    setup.addOption(flag(ON_OPTION, "Use the server again"));
    setup.addOption(flag(UNDO_OPTION, "Take back everything that setup wrote"));
    setup.addOption(flag(DRY_RUN_OPTION, "Print the difference instead of writing it"));
    examples(
        setup,
        "cratehold setup",
        "cratehold setup https://crates.example.com --dry-run",
        "cratehold setup --check",
        "cratehold setup --undo");
    below(
        setup,
        "",
        "`cargo install` reads only $CARGO_HOME/config.toml, never a project's file.",
        "`cargo search` and `cargo info` want `--registry cratehold`.",
        "Where the server's certificate is of your own authority, cargo needs its file as",
        "`http.cainfo` in the same configuration.");
    return setup;
  }

  private static CommandSpec prefetch() {
    return PrefetchModel.create(
        Stream.of(
                Settings.DATA,
                Settings.UPSTREAM,
                Settings.UPSTREAM_CA,
                Settings.MAX_SIZE,
                Settings.MIN_FREE,
                Settings.CONFIG)
            .map(CommandModel::option)
            .toList());
  }

  private static CommandSpec help() {
    CommandSpec help = command(HELP, "cratehold help [COMMAND]...");
    help.addPositional(parameters("COMMAND", "The command"));
    return help;
  }

  private static Map<String, String> exitCodes() {
    return Arrays.stream(ExitCode.values())
        .collect(
            Collectors.toMap(
                code -> " " + code.number(), ExitCode::meaning, (a, b) -> a, LinkedHashMap::new));
  }

  /// The option that gives a setting.
  static OptionSpec option(Setting<?> setting) {
    return switch (setting.shape()) {
      case SWITCH -> flag(setting.flag(), setting.help());
      case ONE -> one(setting);
      case MANY -> repeatable(setting.flag(), setting.parameter(), setting.help());
    };
  }

  private static OptionSpec one(Setting<?> setting) {
    List<String> choices = CHOICES.get(setting.name());
    return choices == null
        ? valued(setting.flag(), setting.parameter(), setting.help())
        : choice(setting.flag(), setting.parameter(), setting.help(), choices);
  }

  private static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }
}
