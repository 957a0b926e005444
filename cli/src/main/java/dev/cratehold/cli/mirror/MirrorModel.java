package dev.cratehold.cli.mirror;

import static dev.cratehold.cli.model.ModelParts.DRY_RUN_OPTION;
import static dev.cratehold.cli.model.ModelParts.JSON_OPTION;
import static dev.cratehold.cli.model.ModelParts.addSubcommand;
import static dev.cratehold.cli.model.ModelParts.below;
import static dev.cratehold.cli.model.ModelParts.command;
import static dev.cratehold.cli.model.ModelParts.examples;
import static dev.cratehold.cli.model.ModelParts.flag;
import static dev.cratehold.cli.model.ModelParts.repeatable;
import static dev.cratehold.cli.model.ModelParts.valued;

import dev.cratehold.cli.config.Setting;
import dev.cratehold.cli.config.Settings;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The model of `cratehold mirror`.
public final class MirrorModel {
  /// The name of the command that all of these are below.
  public static final String MIRROR = "mirror";

  /// What `mirror` does, in a line.
  public static final String HEADER = "Mirror a registry, or a part of it.";

  static final String SYNC = "sync";
  static final String STATUS = "status";
  static final String VERIFY = "verify";
  static final String PRUNE = "prune";
  static final String NAMES_OPTION = "--names";
  static final String FEED_OPTION = "--feed";
  static final String INCLUDE_OPTION = "--include";
  static final String EXCLUDE_OPTION = "--exclude";
  static final String NEWEST_OPTION = "--newest";
  static final String INDEX_ONLY_OPTION = "--index-only";
  static final String RESET_OPTION = "--reset";
  static final String THREADS_OPTION = "--threads";
  static final String RATE_OPTION = "--rate";
  static final String BANDWIDTH_OPTION = "--bandwidth";
  static final String RETRY_REFUSED_OPTION = "--retry-refused";
  static final String CHECKSUMS_OPTION = "--checksums";
  static final String REQUEUE_OPTION = "--requeue";

  private MirrorModel() {}

  /// `cratehold mirror` with its commands.
  ///
  /// @param words see [dev.cratehold.cli.model.ModelParts#addSubcommand]
  /// @param settings makes the option of a setting
  public static CommandSpec create(List<String> words, Function<Setting<?>, OptionSpec> settings) {
    CommandSpec mirror = command(MIRROR, "cratehold mirror COMMAND [OPTIONS]");
    mirror
        .usageMessage()
        .descriptionHeading("%n")
        .description(
            "A mirror holds every crate that it wants before anybody asks for it. All of these may"
                + " run beside a server that uses the same directory; it serves what is there, and"
                + " fetches what is not.");
    addSubcommand(
        mirror, SYNC, "Fetch what the mirror wants and lacks.", words, () -> sync(settings));
    addSubcommand(mirror, STATUS, "Show how far the mirror is.", words, () -> status(settings));
    addSubcommand(
        mirror, VERIFY, "Check that the mirror is complete.", words, () -> verify(settings));
    addSubcommand(
        mirror,
        PRUNE,
        "Remove crates that the mirror does not want.",
        words,
        () -> prune(settings));
    examples(
        mirror,
        "cratehold mirror sync --names crates.txt",
        "cratehold mirror status",
        "cratehold mirror verify --requeue",
        "cratehold mirror prune --dry-run");
    return mirror;
  }

  private static CommandSpec mirrorCommand(String name, Function<Setting<?>, OptionSpec> settings) {
    CommandSpec command = command(name, "cratehold mirror " + name + " [OPTIONS]");
    command.addOption(settings.apply(Settings.DATA));
    command.addOption(settings.apply(Settings.CONFIG));
    command.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    return command;
  }

  private static CommandSpec sync(Function<Setting<?>, OptionSpec> settings) {
    CommandSpec sync = mirrorCommand(SYNC, settings);
    sync.usageMessage()
        .descriptionHeading("%n")
        .description(
            "Looks at the index file of every crate that the mirror has, and fetches the versions"
                + " that it wants and does not hold. What is to be fetched is kept in the data"
                + " directory: after Ctrl-C, a crash or a failure the next sync goes on there, and"
                + " fetches nothing twice. The options that say what is mirrored, and how fast, are"
                + " kept too: the next sync, and `cratehold serve --mirror`, go by them.",
            "",
            "If something could not be fetched the exit code is 3, and `cratehold mirror status`"
                + " says why; the next sync tries again.");
    sync.addOption(settings.apply(Settings.UPSTREAM));
    sync.addOption(settings.apply(Settings.CATALOG));
    sync.addOption(settings.apply(Settings.UPSTREAM_CA));
    sync.addOption(settings.apply(Settings.MAX_SIZE));
    sync.addOption(settings.apply(Settings.MIN_FREE));
    addWhat(sync);
    addHow(sync);
    examples(
        sync,
        "cratehold mirror sync --names crates.txt",
        "cratehold mirror sync --names db-dump.tar.gz --newest 3 --exclude 'windows*'",
        "cratehold mirror sync --feed https://static.crates.io/rss/updates.xml",
        "cratehold mirror sync --rate 50 --bandwidth 5M");
    below(
        sync,
        "",
        "The dump of crates.io's database is at https://static.crates.io/db-dump.tar.gz.");
    return sync;
  }

  private static void addWhat(CommandSpec sync) {
    sync.addOption(
        valued(
            NAMES_OPTION,
            "FILE",
            "The crates: a file with a name a line (# for comments), or the dump of crates.io's"
                + " database, db-dump.tar.gz"));
    sync.addOption(
        valued(
            FEED_OPTION,
            "URL|FILE",
            "RSS feed of new versions: while it reaches back to the last sync, only what it names is"
                + " looked at; none for no feed"));
    sync.addOption(
        repeatable(
            INCLUDE_OPTION,
            "GLOB",
            "Only crates with such names, as in 'serde*'; may be repeated"));
    sync.addOption(
        repeatable(EXCLUDE_OPTION, "GLOB", "No crates with such names; may be repeated"));
    sync.addOption(
        valued(
            NEWEST_OPTION,
            "N|all",
            "Only the N highest versions of each crate, those that are not yanked first"));
    sync.addOption(flag(INDEX_ONLY_OPTION, "Only index files, no crates"));
    sync.addOption(
        flag(RESET_OPTION, "Forget first what the options of earlier syncs said is mirrored"));
  }

  private static void addHow(CommandSpec sync) {
    sync.addOption(valued(THREADS_OPTION, "N", "How many things to fetch at once (default: 8)"));
    sync.addOption(valued(RATE_OPTION, "N|none", "Requests per second at most (default: 200)"));
    sync.addOption(
        valued(
            BANDWIDTH_OPTION,
            "SIZE|none",
            "Bytes of crates per second at most, on average: 500K, 5M (default: none)"));
    sync.addOption(
        flag(
            RETRY_REFUSED_OPTION,
            "Ask again now for what the upstream refused several times; else that is asked for again"
                + " after an hour, and then ever more rarely, up to a day"));
  }

  private static CommandSpec status(Function<Setting<?>, OptionSpec> settings) {
    CommandSpec status = mirrorCommand(STATUS, settings);
    examples(status, "cratehold mirror status", "cratehold mirror status --json");
    return status;
  }

  private static CommandSpec verify(Function<Setting<?>, OptionSpec> settings) {
    CommandSpec verify = mirrorCommand(VERIFY, settings);
    verify
        .usageMessage()
        .descriptionHeading("%n")
        .description(
            "Lists every version that the index files here list, and the mirror wants, and the"
                + " store does not hold. If there is one the exit code is 1.");
    verify.addOption(flag(CHECKSUMS_OPTION, "Hash every crate, too"));
    verify.addOption(
        flag(REQUEUE_OPTION, "Have the next sync fetch what is missing, although it looked done"));
    examples(verify, "cratehold mirror verify", "cratehold mirror verify --checksums --requeue");
    return verify;
  }

  private static CommandSpec prune(Function<Setting<?>, OptionSpec> settings) {
    CommandSpec prune = mirrorCommand(PRUNE, settings);
    prune
        .usageMessage()
        .descriptionHeading("%n")
        .description(
            "Removes what the store holds of the registry and the mirror does not want: crates and"
                + " versions that the registry deleted, those that the filters of the last sync do"
                + " not want, and those that clients had fetched beside the mirror. Lock files may"
                + " still name a deleted version, which nobody has then.");
    prune.addOption(flag(DRY_RUN_OPTION, "List what would be removed, and remove nothing"));
    examples(prune, "cratehold mirror prune --dry-run", "cratehold mirror prune");
    return prune;
  }
}
