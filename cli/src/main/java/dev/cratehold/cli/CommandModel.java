package dev.cratehold.cli;

import dev.cratehold.cli.config.LogFormat;
import dev.cratehold.cli.config.LogLevel;
import dev.cratehold.cli.config.Setting;
import dev.cratehold.cli.config.Settings;
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
import picocli.CommandLine.Model.PositionalParamSpec;

/// The command line as data: every command, option and parameter, with its help. Parsing, the help,
/// completions and manual pages all come from it.
///
/// It is built without picocli's annotations, whose reading costs 40 ms at every start.
public final class CommandModel {
  static final String SERVE = "serve";
  static final String SETUP = "setup";
  static final String STORE = "store";
  static final String HELP = "help";
  static final String INFO = "info";
  static final String LS = "ls";
  static final String VERIFY = "verify";
  static final String ALERTS = "alerts";
  static final String VERSION_OPTION = "--version";
  static final String VERBOSE_OPTION = "--verbose";
  static final String JSON_OPTION = "--json";
  static final String PROJECT_OPTION = "--project";
  static final String CHECK_OPTION = "--check";
  static final String OFF_OPTION = "--off";
  static final String ON_OPTION = "--on";
  static final String UNDO_OPTION = "--undo";
  static final String DRY_RUN_OPTION = "--dry-run";
  static final String CHECK_CONFIG_OPTION = "--check-config";

  private static final int WIDTH = 100;
  private static final String NAME = "cratehold";

  private CommandModel() {}

  /// The command line, ready to parse.
  public static CommandLine create() {
    CommandSpec root = command(NAME, NAME + " COMMAND [OPTIONS]");
    root.usageMessage()
        .header("One cache for everything Cargo downloads.")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
    root.addOption(flag("-V", VERSION_OPTION, "Print the version; with -v, what it runs on"));
    root.addOption(flag("-v", VERBOSE_OPTION, "Say more; only with --version"));
    root.addSubcommand(SERVE, serve());
    root.addSubcommand(SETUP, setup());
    root.addSubcommand(STORE, store());
    root.addSubcommand(HELP, help());
    examples(
        root,
        "cratehold serve                 run the cache for crates.io on this machine",
        "cratehold setup                 let cargo use it",
        "cratehold setup --check         see whether cargo reaches it",
        "cratehold help serve            read about a command");
    return new CommandLine(root).setExpandAtFiles(false);
  }

  private static CommandSpec serve() {
    CommandSpec serve = command(SERVE, "cratehold serve [OPTIONS]");
    serve
        .usageMessage()
        .header("Run the registry cache.")
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
        .header("Point cargo at a server.")
        .descriptionHeading("%n")
        .description(
            "Edits cargo's configuration, $CARGO_HOME/config.toml, so that crates.io is reached"
                + " through the server at URL. Every other byte of the file stays, and --undo"
                + " restores it.");
    setup.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("URL")
            .index("0")
            .arity("0..1")
            .type(String.class)
            .description("The server (default: the one that `cratehold serve` runs here)")
            .build());
    setup.addOption(
        value(PROJECT_OPTION, "DIR", "Edit DIR/.cargo/config.toml instead, for one project"));
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
    setup
        .usageMessage()
        .footer(
            with(
                setup.usageMessage().footer(),
                "",
                "`cargo install` reads only $CARGO_HOME/config.toml, never a project's file.",
                "`cargo search` and `cargo info` want `--registry cratehold`.",
                "Where the server's certificate is of your own authority, cargo needs its file as",
                "`http.cainfo` in the same configuration."));
    return setup;
  }

  private static CommandSpec store() {
    CommandSpec store = command(STORE, "cratehold store COMMAND [OPTIONS]");
    store
        .usageMessage()
        .header("Look into the server's store.")
        .descriptionHeading("%n")
        .description("All of these may run beside a server that uses the same directory.");
    store.addSubcommand(
        INFO, storeCommand(INFO, "Show how many crates are stored and how much they take."));
    store.addSubcommand(LS, storeCommand(LS, "List the stored crates, in order of their names."));
    CommandSpec verify = storeCommand(VERIFY, "Hash every stored crate again.");
    verify
        .usageMessage()
        .descriptionHeading("%n")
        .description(
            "A damaged file is moved to quarantine, so that the server fetches it again when it is"
                + " next asked for; so is a missing one. Then the exit code is 1.");
    verify.addOption(flag(DRY_RUN_OPTION, "Only report what is damaged or missing"));
    store.addSubcommand(VERIFY, verify);
    CommandSpec alerts =
        storeCommand(ALERTS, "Show where the registry or the disk gave other bytes than promised.");
    alerts
        .usageMessage()
        .descriptionHeading("%n")
        .description(
            "The latest first, at most 1000. docs/operations.md says what each means and what to"
                + " do. A server that runs shows its own within seconds.");
    store.addSubcommand(ALERTS, alerts);
    examples(store, "cratehold store info", "cratehold store ls --json", "cratehold store verify");
    return store;
  }

  private static CommandSpec storeCommand(String name, String header) {
    CommandSpec command = command(name, "cratehold store " + name + " [OPTIONS]");
    command.usageMessage().header(header);
    command.addOption(option(Settings.DATA));
    command.addOption(option(Settings.CONFIG));
    command.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    examples(
        command,
        "cratehold store " + name,
        "cratehold store " + name + " --data /var/cache/cratehold --json");
    return command;
  }

  private static CommandSpec help() {
    CommandSpec help = command(HELP, "cratehold help [COMMAND]...");
    help.usageMessage().header("Show the help of a command.");
    help.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("COMMAND")
            .index("0..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("The command")
            .build());
    return help;
  }

  private static CommandSpec command(String name, String synopsis) {
    CommandSpec command = CommandSpec.create().name(name);
    command
        .usageMessage()
        .customSynopsis(synopsis)
        .synopsisHeading("%nUsage: ")
        .parameterListHeading("%nParameters:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .sortOptions(false)
        .width(WIDTH);
    command.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .type(boolean.class)
            .description("Print this help")
            .build());
    return command;
  }

  private static void examples(CommandSpec command, String... lines) {
    String[] indented = Arrays.stream(lines).map(line -> "  " + line).toArray(String[]::new);
    command.usageMessage().footerHeading("%nExamples:%n").footer(indented);
  }

  private static String[] with(String[] lines, String... more) {
    return Stream.concat(Arrays.stream(lines), Arrays.stream(more)).toArray(String[]::new);
  }

  private static Map<String, String> exitCodes() {
    return Arrays.stream(ExitCode.values())
        .collect(
            Collectors.toMap(
                code -> " " + code.number(), ExitCode::meaning, (a, b) -> a, LinkedHashMap::new));
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  private static OptionSpec flag(String letter, String name, String description) {
    return OptionSpec.builder(letter, name).type(boolean.class).description(description).build();
  }

  private static OptionSpec value(String name, String parameter, String description) {
    return OptionSpec.builder(name)
        .paramLabel(parameter)
        .arity("1")
        .type(String.class)
        .description(description)
        .build();
  }

  private static OptionSpec option(Setting<?> setting) {
    return switch (setting.shape()) {
      case SWITCH -> flag(setting.flag(), setting.help());
      case ONE -> one(setting);
      case MANY ->
          OptionSpec.builder(setting.flag())
              .paramLabel(setting.parameter())
              .arity("1")
              .type(List.class)
              .auxiliaryTypes(String.class)
              .description(setting.help())
              .build();
    };
  }

  private static OptionSpec one(Setting<?> setting) {
    OptionSpec.Builder builder =
        OptionSpec.builder(setting.flag())
            .paramLabel(setting.parameter())
            .arity("1")
            .type(String.class)
            .description(setting.help());
    if (setting.equals(Settings.H2C)) {
      builder.completionCandidates(List.of("on", "off"));
    }
    if (setting.equals(Settings.LOG_LEVEL)) {
      builder.completionCandidates(words(LogLevel.values()));
    }
    if (setting.equals(Settings.LOG_FORMAT)) {
      builder.completionCandidates(words(LogFormat.values()));
    }
    return builder.build();
  }

  private static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }
}
