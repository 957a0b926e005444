package dev.cratehold.cli.home;

import static dev.cratehold.cli.model.ModelParts.JSON_OPTION;
import static dev.cratehold.cli.model.ModelParts.addSubcommand;
import static dev.cratehold.cli.model.ModelParts.below;
import static dev.cratehold.cli.model.ModelParts.choice;
import static dev.cratehold.cli.model.ModelParts.command;
import static dev.cratehold.cli.model.ModelParts.examples;
import static dev.cratehold.cli.model.ModelParts.flag;
import static dev.cratehold.cli.model.ModelParts.parameter;
import static dev.cratehold.cli.model.ModelParts.repeatable;
import static dev.cratehold.cli.model.ModelParts.valued;

import dev.cratehold.home.ItemKind;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// The model of `cratehold home` and of the commands below it that only read.
public final class HomeModel {
  /// The name of the command that all of these are below.
  public static final String HOME = "home";

  /// What `home` does, in a line.
  public static final String HEADER = "See, clean and clear the Cargo home.";

  static final String PATH = "path";
  static final String SHOW = "show";
  static final String TOP = "top";
  static final String CARGO_HOME_OPTION = "--cargo-home";
  static final String SCAN_OPTION = "--scan";
  static final String KIND_OPTION = "--kind";
  static final String REGISTRY_OPTION = "--registry";
  static final String NAME_OPTION = "--name";
  static final String OLDER_THAN_OPTION = "--older-than";
  static final String SORT_OPTION = "--sort";
  static final String NUMBER_OPTION = "--number";
  static final String PROJECTS_OPTION = "--projects";

  private HomeModel() {}

  /// `cratehold home` with its commands.
  ///
  /// @param words see [ModelParts#addSubcommand]
  public static CommandSpec create(List<String> words) {
    CommandSpec home = command(HOME, "cratehold home COMMAND [OPTIONS]");
    home.usageMessage()
        .descriptionHeading("%n")
        .description(
            "The Cargo home ($CARGO_HOME, else ~/.cargo) is where cargo keeps what it downloads and"
                + " unpacks. All of these may run beside a cargo that builds: those that only read"
                + " take no lock, the others take cargo's own.");
    addSubcommand(home, PATH, "Say where the Cargo home is.", words, HomeModel::path);
    addSubcommand(home, SHOW, "Show what is in the Cargo home.", words, HomeModel::show);
    addSubcommand(
        home, TOP, "List the largest or the least recently used things.", words, HomeModel::top);
    CollectionModel.addTo(home, words);
    examples(
        home,
        "cratehold home show",
        "cratehold home top --kind src --older-than '2 months'",
        "cratehold home gc --dry-run",
        "cratehold home gc --max-size 10GiB --keep-for ~/projects");
    return home;
  }

  /// A command below `home`.
  static CommandSpec homeCommand(String name, String arguments) {
    CommandSpec command = command(name, "cratehold home " + name + " " + arguments);
    command.addOption(
        valued(CARGO_HOME_OPTION, "DIR", "The Cargo home (default: $CARGO_HOME, else ~/.cargo)"));
    return command;
  }

  private static CommandSpec path() {
    CommandSpec path = homeCommand(PATH, "[PART] [OPTIONS]");
    path.usageMessage()
        .descriptionHeading("%n")
        .description("Prints the path of the home, or of a part of it, whether or not it exists.");
    path.addPositional(
        parameter("PART", "One of " + String.join(", ", NamedPath.words())).toBuilder()
            .completionCandidates(NamedPath.words())
            .build());
    path.addOption(flag(JSON_OPTION, "Print JSON for machines: the home and every part"));
    examples(
        path, "cratehold home path", "cratehold home path crates", "cratehold home path --json");
    return path;
  }

  private static CommandSpec show() {
    CommandSpec show = homeCommand(SHOW, "[OPTIONS]");
    show.usageMessage()
        .descriptionHeading("%n")
        .description(
            "Sizes and counts of every part and registry, what was used when, and what could be"
                + " reclaimed by which command. The sizes are those that cargo noted in its"
                + " database, which takes no time; --scan measures every file.");
    show.addOption(
        flag(SCAN_OPTION, "Measure every file: exact, with hard links counted once; takes longer"));
    show.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    examples(
        show, "cratehold home show", "cratehold home show --scan", "cratehold home show --json");
    return show;
  }

  private static CommandSpec top() {
    CommandSpec top = homeCommand(TOP, "[OPTIONS]");
    top.addOption(
        repeatable(KIND_OPTION, "KIND", "Only this kind: " + String.join(", ", kinds())).toBuilder()
            .completionCandidates(kinds())
            .build());
    top.addOption(
        valued(REGISTRY_OPTION, "NAME", "Only of the registries whose directory begins with NAME"));
    top.addOption(
        valued(NAME_OPTION, "PATTERN", "Only names like PATTERN; * stands for any characters"));
    top.addOption(valued(OLDER_THAN_OPTION, "AGE", "Only what was not used for AGE: '30 days'"));
    top.addOption(
        choice(
            SORT_OPTION,
            "ORDER",
            "size: the largest first (default); last-use: the least recently used first",
            List.of("size", "last-use")));
    top.addOption(
        valued("-n", "N", "How many (default: 20); 0 means all").toBuilder()
            .names("-n", NUMBER_OPTION)
            .build());
    top.addOption(
        repeatable(
            PROJECTS_OPTION,
            "DIR",
            "Say which of the projects below DIR need each, by their Cargo.lock"));
    top.addOption(flag(JSON_OPTION, "Print JSON for machines"));
    examples(
        top,
        "cratehold home top",
        "cratehold home top --kind src --older-than '2 months' -n 50",
        "cratehold home top --name 'windows*' --projects ~/projects");
    below(top, "", "A DIR that is a Cargo.lock is read itself.");
    return top;
  }

  private static List<String> kinds() {
    return Arrays.stream(ItemKind.values()).map(ItemKind::word).toList();
  }
}
