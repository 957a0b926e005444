package dev.cratehold.cli.mirror;

import static dev.cratehold.cli.model.ModelParts.DRY_RUN_OPTION;
import static dev.cratehold.cli.model.ModelParts.JSON_OPTION;
import static dev.cratehold.cli.model.ModelParts.VERBOSE_OPTION;
import static dev.cratehold.cli.model.ModelParts.below;
import static dev.cratehold.cli.model.ModelParts.command;
import static dev.cratehold.cli.model.ModelParts.examples;
import static dev.cratehold.cli.model.ModelParts.flag;
import static dev.cratehold.cli.model.ModelParts.parameters;
import static dev.cratehold.cli.model.ModelParts.repeatable;
import static dev.cratehold.cli.model.ModelParts.valued;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The model of `cratehold prefetch`.
public final class PrefetchModel {
  /// The name of the command.
  public static final String PREFETCH = "prefetch";

  /// What it does, in a line.
  public static final String HEADER = "Fetch crates before a client asks for them.";

  static final String LIST_OPTION = "--list";
  static final String PIN_OPTION = "--pin";
  static final String THREADS_OPTION = "--threads";
  static final String NO_DEPENDENCIES_OPTION = "--no-deps";
  static final String DEFAULT_THREADS = "8";

  private PrefetchModel() {}

  /// The command.
  ///
  /// @param settings those of the server that count here too
  public static CommandSpec create(List<OptionSpec> settings) {
    CommandSpec prefetch = command(PREFETCH, "cratehold prefetch [FILE | CRATE]... [OPTIONS]");
    prefetch
        .usageMessage()
        .descriptionHeading("%n")
        .description(
            "Stores what lock files name, and crates with everything that they may need, so that"
                + " cargo can be served without the upstream. What is stored is not fetched again."
                + " May run beside a server that uses the same directory: give it the same"
                + " settings.",
            "",
            "FILE is a Cargo.lock, or has a slash in its name: what it names from crates.io is"
                + " fetched, with the checksums that it has; everything else in it is passed over."
                + " CRATE is NAME for the newest version, NAME@1.2.3 for this very version, or"
                + " NAME@^1.2 for the newest that meets the requirement.");
    prefetch.addPositional(parameters("FILE | CRATE", "Lock files and crates"));
    prefetch.addOption(
        repeatable(LIST_OPTION, "FILE", "Read a file with one CRATE a line; may be repeated"));
    prefetch.addOption(
        flag(NO_DEPENDENCIES_OPTION, "Fetch crates alone, without what they may need"));
    prefetch.addOption(
        valued(
            PIN_OPTION,
            "LABEL",
            "Keep what is named from being collected, in place of what was pinned as LABEL before"));
    prefetch.addOption(
        valued(
            THREADS_OPTION, "N", "How many to fetch at once (default: " + DEFAULT_THREADS + ")"));
    prefetch.addOption(
        flag(DRY_RUN_OPTION, "Only say what would be fetched; index files are fetched to know"));
    prefetch.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    settings.forEach(prefetch::addOption);
    prefetch.addOption(flag("-v", VERBOSE_OPTION, "Name everything that is passed over"));
    examples(
        prefetch,
        "cratehold prefetch Cargo.lock",
        "cratehold prefetch serde tokio@1.47.1 'rand@^0.9'",
        "cratehold prefetch Cargo.lock --pin app",
        "cratehold prefetch --list crates.txt --dry-run",
        "cratehold prefetch app/Cargo.lock tools/Cargo.lock --threads 16 --json");
    below(
        prefetch,
        "",
        "A list may say NAME = \"1.2.3\" too, and what follows a # is a comment.",
        "If something fails, what was pinned as LABEL before stays pinned. `cratehold store unpin --as"
            + " LABEL` takes its pins away.",
        "The exit code is 3 if something could not be fetched; everything else is here then.");
    return prefetch;
  }
}
