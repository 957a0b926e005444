package dev.cratehold.cli.documents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What every document asks of the model.
final class Commands {
  private Commands() {}

  /// The command and the commands below it that help shows, each before its own subcommands.
  static List<CommandSpec> visible(CommandSpec root) {
    List<CommandSpec> found = new ArrayList<>(List.of(root));
    subcommands(root).forEach(sub -> found.addAll(visible(sub)));
    return found;
  }

  /// The subcommands of a command that help shows, in the order of the model.
  static List<CommandSpec> subcommands(CommandSpec command) {
    Collection<CommandLine> all = new LinkedHashSet<>(command.subcommands().values());
    return all.stream()
        .map(CommandLine::getCommandSpec)
        .filter(spec -> !spec.usageMessage().hidden())
        .toList();
  }

  /// The options of a command that help shows.
  static List<OptionSpec> options(CommandSpec command) {
    return command.options().stream().filter(option -> !option.hidden()).toList();
  }

  /// The command with those above it: `cratehold store info`.
  static String path(CommandSpec command, String separator) {
    CommandLine parent = command.commandLine().getParent();
    String name = command.name();
    return parent == null ? name : path(parent.getCommandSpec(), separator) + separator + name;
  }

  /// The one line that says what a command does.
  static String summary(CommandSpec command) {
    String[] header = command.usageMessage().header();
    String[] lines = header.length > 0 ? header : command.usageMessage().description();
    return lines.length == 0 ? command.name() : withoutStop(plain(lines[0]));
  }

  /// The first sentence about an option or a parameter, without its last full stop.
  static String summary(ArgSpec argument) {
    String text = String.join(" ", lines(argument.description()));
    int end = text.indexOf(". ");
    String first = end < 0 ? text : text.substring(0, end);
    return withoutStop(first);
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /// The lines of a text of the model, without its markup for colours.
  static List<String> lines(String... text) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text) {
      lines.addAll(plain(paragraph + "\n").lines().toList());
    }
    return lines;
  }

  /// A text of the model without its markup for colours.
  static String plain(String text) {
    return Ansi.OFF.string(text.replace("%n", "\n").replace("%%", "%"));
  }

  /// Whether an argument names a file or a directory, be it among other things.
  static boolean namesFile(ArgSpec argument) {
    String label = argument.paramLabel().replaceAll("[<>]", "").toUpperCase(java.util.Locale.ROOT);
    return Stream.of(label.split("\\|")).anyMatch(List.of("FILE", "DIR", "PATH")::contains);
  }

  /// The values that an argument may have, where they are a closed set.
  static List<String> choices(ArgSpec argument) {
    List<String> choices = new ArrayList<>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(choices::add);
    }
    return choices;
  }

  /// Whether an option is followed by a value.
  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }
}
