package dev.cratehold.cli.home;

import static dev.cratehold.cli.home.HomeModel.homeCommand;
import static dev.cratehold.cli.model.ModelParts.DRY_RUN_OPTION;
import static dev.cratehold.cli.model.ModelParts.JSON_OPTION;
import static dev.cratehold.cli.model.ModelParts.VERBOSE_OPTION;
import static dev.cratehold.cli.model.ModelParts.addSubcommand;
import static dev.cratehold.cli.model.ModelParts.below;
import static dev.cratehold.cli.model.ModelParts.examples;
import static dev.cratehold.cli.model.ModelParts.flag;
import static dev.cratehold.cli.model.ModelParts.optionalValue;
import static dev.cratehold.cli.model.ModelParts.parameter;
import static dev.cratehold.cli.model.ModelParts.parameters;
import static dev.cratehold.cli.model.ModelParts.repeatable;
import static dev.cratehold.cli.model.ModelParts.valued;

import dev.cratehold.home.gc.SizeLimit;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The model of the commands below `cratehold home` that take things away and bring them back.
final class CollectionModel {
  static final String GC = "gc";
  static final String CLEAR = "clear";
  static final String UNDO = "undo";
  static final String AUTO = "auto";
  static final String GRACE_OPTION = "--grace";
  static final String KEEP_FOR_OPTION = "--keep-for";
  static final String INDEX_ENTRIES_OPTION = "--index-entries";
  static final String KEEP_UNDO_OPTION = "--keep-undo";
  static final String WAIT_OPTION = "--wait";
  static final String CARGO_COMPAT_OPTION = "--cargo-compat";
  static final String AUTO_OPTION = "--auto";
  static final String QUIET_OPTION = "--quiet";
  static final String LIST_OPTION = "--list";
  static final String INSTALL_OPTION = "--install";
  static final String UNINSTALL_OPTION = "--uninstall";
  static final String STATUS_OPTION = "--status";

  private static final List<String> PART_WORDS = CollectionRequest.partWords();

  private CollectionModel() {}

  static void addTo(CommandSpec home, List<String> words) {
    addSubcommand(home, GC, "Remove what was not used for long.", words, CollectionModel::gc);
    addSubcommand(
        home, CLEAR, "Remove whole parts of the Cargo home.", words, CollectionModel::clear);
    addSubcommand(
        home, UNDO, "Bring back what gc or clear took away.", words, CollectionModel::undo);
    addSubcommand(home, AUTO, "Clean once a day by itself.", words, CollectionModel::auto);
  }

  private static CommandSpec gc() {
    CommandSpec gc = homeCommand(GC, "[OPTIONS]");
    gc.usageMessage()
        .descriptionHeading("%n")
        .description(
            "Without options, as cargo does by itself: what can be made again here (sources,"
                + " checkouts) after 1 month, what would have to be downloaded again after 3 months."
                + " What was used within the grace period stays whatever the options say, since a"
                + " build may be about to read it.",
            "",
            "AGE is a number with a unit: '30 days', '12 hours', '3 months'. SIZE is a number of"
                + " bytes, or one with a unit: 500MB, 10GiB.");
    addAges(gc);
    for (SizeLimit limit : SizeLimit.values()) {
      gc.addOption(size(limit));
    }
    gc.addOption(grace("1 hour"));
    gc.addOption(keepFor());
    gc.addOption(
        flag(
            INDEX_ENTRIES_OPTION,
            "Also single index entries of packages that no cached crate and no Cargo.lock given by"
                + " --keep-for names; offline resolution no longer knows those packages"));
    gc.addOption(keepUndo());
    gc.addOption(waiting());
    gc.addOption(flag("-n", DRY_RUN_OPTION, "Print what would go and why; remove nothing"));
    gc.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    gc.addOption(
        flag(
            CARGO_COMPAT_OPTION,
            "Do and say exactly what `cargo clean gc -Zgc` does, without grace and without pins"));
    gc.addOption(
        flag(
            AUTO_OPTION,
            "As a daily job: at most once in the time of cargo's cache.auto-clean-frequency, nothing"
                + " while offline or while cargo runs, and then silent"));
    gc.addOption(flag("-v", VERBOSE_OPTION, "Name everything that is removed"));
    gc.addOption(flag("-q", QUIET_OPTION, "Say nothing unless something goes wrong"));
    examples(
        gc,
        "cratehold home gc --dry-run",
        "cratehold home gc --max-src-age '2 weeks' --wait='30 seconds'",
        "cratehold home gc --max-size 10GiB --keep-for ~/projects",
        "cratehold home gc --keep-undo && cratehold home undo");
    return gc;
  }

  private static CommandSpec clear() {
    CommandSpec clear = homeCommand(CLEAR, "PART... [OPTIONS]");
    clear
        .usageMessage()
        .descriptionHeading("%n")
        .description(
            "Whatever was used when. The configuration, credentials and installed programs are no"
                + " caches: no part has them.");
    clear.addPositional(
        parameters("PART", "What to clear: " + String.join(", ", PART_WORDS)).toBuilder()
            .completionCandidates(PART_WORDS)
            .build());
    clear.addOption(grace("none"));
    clear.addOption(keepUndo());
    clear.addOption(waiting());
    clear.addOption(flag("-n", DRY_RUN_OPTION, "Print what would go; remove nothing"));
    clear.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    examples(
        clear,
        "cratehold home clear src git-checkouts",
        "cratehold home clear registry --dry-run",
        "cratehold home clear all --keep-undo='2 days'");
    below(
        clear,
        "",
        "registry is index, crates and src; git is git-db and git-checkouts; all is registry, git,",
        "build, logs and leftovers. last-use is cargo's database of last uses: without it cargo takes",
        "everything for used now, and `home gc` goes by the times of files. undo is what --keep-undo",
        "kept, and whatever else is in the trash.");
    return clear;
  }

  private static CommandSpec undo() {
    CommandSpec undo = homeCommand(UNDO, "[RUN] [OPTIONS]");
    undo.usageMessage()
        .descriptionHeading("%n")
        .description(
            "For runs with --keep-undo. What cargo has downloaded again meanwhile stays as it is.");
    undo.addPositional(parameter("RUN", "The run, as --list names it (default: the latest)"));
    undo.addOption(flag(LIST_OPTION, "List the runs that can be undone"));
    undo.addOption(waiting());
    undo.addOption(flag("-n", DRY_RUN_OPTION, "Print what would come back; change nothing"));
    undo.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    examples(undo, "cratehold home undo --list", "cratehold home undo");
    below(undo, "", "`cratehold home clear undo` gives the space free at once.");
    return undo;
  }

  private static CommandSpec auto() {
    CommandSpec auto = homeCommand(AUTO, "--install|--uninstall|--status [OPTIONS]");
    auto.usageMessage()
        .descriptionHeading("%n")
        .description(
            "Installs a timer of the user's systemd that runs `cratehold home gc --auto` once a day"
                + " at low priority, and what it is given here as options.");
    auto.addOption(flag(INSTALL_OPTION, "Install the timer, or change its options"));
    auto.addOption(flag(UNINSTALL_OPTION, "Remove it"));
    auto.addOption(flag(STATUS_OPTION, "Say whether it is installed, and when it ran"));
    addAges(auto);
    auto.addOption(size(SizeLimit.TOTAL));
    auto.addOption(keepFor());
    auto.addOption(flag("-n", DRY_RUN_OPTION, "Print the files that would be written or removed"));
    auto.addOption(flag(JSON_OPTION, "With --status: print JSON for machines"));
    examples(
        auto,
        "cratehold home auto --install --max-size 20GiB --keep-for ~/projects",
        "cratehold home auto --status",
        "cratehold home auto --uninstall");
    return auto;
  }

  private static void addAges(CommandSpec command) {
    Limits.AGES.forEach(limit -> command.addOption(valued(limit.option(), "AGE", limit.help())));
    command.addOption(valued(Limits.DOWNLOAD_AGE_OPTION, "AGE", Limits.DOWNLOAD_AGE_HELP));
  }

  private static OptionSpec size(SizeLimit limit) {
    return valued(limit.option(), "SIZE", Limits.help(limit));
  }

  private static OptionSpec grace(String normally) {
    return valued(
        GRACE_OPTION,
        "AGE",
        "Keep what was used within this time, which a running fetch or build may need (default: "
            + normally
            + ")");
  }

  private static OptionSpec keepFor() {
    return repeatable(
        KEEP_FOR_OPTION,
        "PATH",
        "Keep what the Cargo.lock files at or below PATH need; may be given several times");
  }

  private static OptionSpec keepUndo() {
    return optionalValue(
        KEEP_UNDO_OPTION,
        "AGE",
        "Keep what goes for this time (7 days without a value), so that `cratehold home undo` can"
            + " bring it back; the space is free only after it");
  }

  private static OptionSpec waiting() {
    return optionalValue(
        WAIT_OPTION,
        "DURATION",
        "Wait until cargo is done, at most this long if given; without it, exit code 4 at once");
  }
}
