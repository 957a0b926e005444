package dev.cratehold.cli;

import static dev.cratehold.cli.model.ModelParts.DRY_RUN_OPTION;
import static dev.cratehold.cli.model.ModelParts.JSON_OPTION;
import static dev.cratehold.cli.model.ModelParts.command;
import static dev.cratehold.cli.model.ModelParts.examples;
import static dev.cratehold.cli.model.ModelParts.flag;
import static dev.cratehold.cli.model.ModelParts.parameters;
import static dev.cratehold.cli.model.ModelParts.repeatable;
import static dev.cratehold.cli.model.ModelParts.valued;

import dev.cratehold.cli.config.Setting;
import dev.cratehold.cli.config.Settings;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// `cratehold store` and the commands below it as data.
final class StoreModel {
  static final String STATS_OPTION = "--stats";
  static final String STORE = "store";
  static final String HEADER = "Look into the server's store, and tidy it.";
  static final String INFO = "info";
  static final String LS = "ls";
  static final String VERIFY = "verify";
  static final String ALERTS = "alerts";
  static final String GC = "gc";
  static final String RM = "rm";
  static final String PIN = "pin";
  static final String UNPIN = "unpin";
  static final String PINS = "pins";
  static final String IMPORT = "import";
  static final String OFFLINE_OPTION = "--offline";
  static final String LOCK_OPTION = "--lock";
  static final String AS_OPTION = "--as";
  static final String FORCE_OPTION = "--force";

  /// The commands, in the order of the help.
  static final List<String> COMMANDS =
      List.of(INFO, LS, VERIFY, ALERTS, GC, RM, PIN, UNPIN, PINS, IMPORT);

  private static final String CRATE = "NAME[@VERSION]";

  private StoreModel() {}

  static CommandSpec create() {
    CommandSpec store = command(STORE, "cratehold store COMMAND [OPTIONS]");
    store
        .usageMessage()
        .descriptionHeading("%n")
        .description("All of these may run beside a server that uses the same directory.");
    store.addSubcommand(INFO, info());
    store.addSubcommand(LS, ls());
    store.addSubcommand(VERIFY, verify());
    store.addSubcommand(ALERTS, alerts());
    store.addSubcommand(GC, gc());
    store.addSubcommand(RM, rm());
    store.addSubcommand(PIN, pin());
    store.addSubcommand(UNPIN, unpin());
    store.addSubcommand(PINS, pins());
    store.addSubcommand(IMPORT, imports());
    examples(
        store,
        "cratehold store info",
        "cratehold store info --stats",
        "cratehold store ls --json",
        "cratehold store verify",
        "cratehold store gc --max-size 20G --dry-run");
    return store;
  }

  private static CommandSpec info() {
    CommandSpec info = looking(INFO, "Show how many crates are stored and how much they take.");
    info.addOption(
        flag(STATS_OPTION, "Show instead what was served: in the last hour, day, month, and ever"));
    return info;
  }

  private static CommandSpec ls() {
    return looking(LS, "List the stored crates, in order of their names.");
  }

  private static CommandSpec verify() {
    CommandSpec verify = looking(VERIFY, "Hash every stored crate again.");
    describe(
        verify,
        "A damaged file is moved to quarantine, so that the server fetches it again when it is"
            + " next asked for; so is a missing one. Then the exit code is 1.");
    verify.addOption(flag(DRY_RUN_OPTION, "Only report what is damaged or missing"));
    return verify;
  }

  private static CommandSpec alerts() {
    CommandSpec alerts =
        looking(ALERTS, "Show where the registry or the disk gave other bytes than promised.");
    describe(
        alerts,
        "The latest first, at most 1000. docs/operations.md says what each means and what to"
            + " do. A server that runs shows its own within seconds.");
    return alerts;
  }

  private static CommandSpec gc() {
    CommandSpec gc = storeCommand(GC, "[OPTIONS]", "Delete crates that were not used for long.");
    describe(
        gc,
        "Deletes by the limits given; without any, by --max-age, --max-size and --min-free of the"
            + " configuration, as a running server does. The least recently used crates go first."
            + " What is pinned stays, and so does what was stored or used a short time ago. The"
            + " server fetches a deleted crate again when it is next asked for.",
        "",
        "The exit code is 3 if a limit is still exceeded because nothing else may go.");
    addSettings(gc, Settings.MAX_AGE, Settings.MAX_SIZE, Settings.MIN_FREE, Settings.GC_GRACE);
    gc.addOption(flag(DRY_RUN_OPTION, "Print what would be deleted, and why; delete nothing"));
    examples(
        gc,
        "cratehold store gc --max-age 90d --dry-run",
        "cratehold store gc --max-size 20G",
        "cratehold store gc --min-free 5G --json");
    return gc;
  }

  private static CommandSpec rm() {
    CommandSpec rm = storeCommand(RM, CRATE + "... [OPTIONS]", "Delete these crates.");
    describe(
        rm,
        "Deletes every version that is stored, or the one given. The server fetches it again when"
            + " it is next asked for: this blocks nothing.");
    rm.addPositional(parameters(CRATE, "A crate, or one version of it"));
    rm.addOption(flag(FORCE_OPTION, "Delete pinned crates, too"));
    rm.addOption(flag(DRY_RUN_OPTION, "Print what would be deleted; delete nothing"));
    examples(rm, "cratehold store rm serde@1.0.200", "cratehold store rm openssl-sys --dry-run");
    return rm;
  }

  private static CommandSpec pin() {
    CommandSpec pin =
        storeCommand(PIN, "[" + CRATE + "]... [OPTIONS]", "Keep these crates whatever the limits.");
    describe(
        pin,
        "A pinned crate is never deleted by a limit. It need not be here yet: the pin applies when"
            + " it comes.");
    addPinned(pin);
    examples(
        pin,
        "cratehold store pin serde tokio@1.40.0",
        "cratehold store pin --lock Cargo.lock --as release-2.1");
    return pin;
  }

  private static CommandSpec unpin() {
    CommandSpec unpin = storeCommand(UNPIN, "[" + CRATE + "]... [OPTIONS]", "Take pins away.");
    describe(unpin, "With --as alone every pin of that label goes.");
    addPinned(unpin);
    examples(unpin, "cratehold store unpin serde", "cratehold store unpin --as release-2.1");
    return unpin;
  }

  private static void addPinned(CommandSpec command) {
    command.addPositional(parameters(CRATE, "A crate, or one version of it"));
    command.addOption(
        repeatable(
            LOCK_OPTION,
            "FILE",
            "Every package that this lock file takes from the registry; may be repeated"));
    command.addOption(
        valued(AS_OPTION, "LABEL", "Whom the pins are for (default: " + PinRequest.BY_HAND + ")"));
  }

  private static CommandSpec pins() {
    return looking(PINS, "List what is pinned, for whom and since when.");
  }

  private static CommandSpec imports() {
    CommandSpec imports =
        storeCommand(IMPORT, "DIR... [OPTIONS]", "Store crate files that lie on disk.");
    describe(
        imports,
        "Takes every .crate file in these directories and below: of a Cargo home, a local registry, a"
            + " mirror, a cache of cargo-cacher. Each is copied if the registry's index lists its"
            + " SHA-256; index files that are not here are asked for. What is here already is left"
            + " alone, so it can be repeated.",
        "",
        "What is left out is listed with its reason, and the exit code is 3 then.");
    imports.addPositional(parameters("DIR", "A directory with crate files"));
    addSettings(
        imports, Settings.UPSTREAM, Settings.UPSTREAM_CA, Settings.MAX_SIZE, Settings.MIN_FREE);
    imports.addOption(
        flag(
            OFFLINE_OPTION,
            "Ask nobody: believe the index files that are here, and a local registry's own"));
    imports.addOption(flag(DRY_RUN_OPTION, "Check everything and store nothing"));
    examples(
        imports,
        "cratehold store import ~/.cargo",
        "cratehold store import /srv/panamax/crates --dry-run",
        "cratehold store import --offline ./local-registry --json");
    return imports;
  }

  private static CommandSpec looking(String name, String header) {
    CommandSpec command = storeCommand(name, "[OPTIONS]", header);
    examples(
        command,
        "cratehold store " + name,
        "cratehold store " + name + " --data /var/cache/cratehold --json");
    return command;
  }

  private static CommandSpec storeCommand(String name, String synopsis, String header) {
    CommandSpec command = command(name, "cratehold store " + name + " " + synopsis);
    command.usageMessage().header(header);
    addSettings(command, Settings.DATA, Settings.CONFIG);
    command.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    return command;
  }

  private static void addSettings(CommandSpec command, Setting<?>... settings) {
    for (Setting<?> setting : settings) {
      command.addOption(CommandModel.option(setting));
    }
  }

  private static void describe(CommandSpec command, String... lines) {
    command.usageMessage().descriptionHeading("%n").description(lines);
  }
}
