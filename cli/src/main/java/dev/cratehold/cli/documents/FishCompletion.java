package dev.cratehold.cli.documents;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Completions for fish: one `complete` line for each subcommand and option.
final class FishCompletion {
  private final StringBuilder script = new StringBuilder();
  private final String program;

  private FishCompletion(String program) {
    this.program = program;
  }

  static String of(CommandLine command) {
    CommandSpec root = command.getCommandSpec();
    FishCompletion completion = new FishCompletion(root.name());
    Commands.visible(root).forEach(completion::command);
    return completion.script.toString();
  }

  private void command(CommandSpec command) {
    String here = condition(command);
    for (CommandSpec subcommand : Commands.subcommands(command)) {
      complete(here, "-f -a " + subcommand.name() + description(Commands.summary(subcommand)));
    }
    String below = command.parent() == null ? here : seen(command);
    Commands.options(command).forEach(option -> complete(below, option(option)));
    command.positionalParameters().stream()
        .filter(parameter -> !parameter.hidden())
        .forEach(parameter -> complete(below, values(parameter).strip()));
  }

  /// Holds while the next word may be a subcommand of this command.
  private static String condition(CommandSpec command) {
    String subcommands =
        Commands.subcommands(command).stream()
            .map(CommandSpec::name)
            .collect(Collectors.joining(" "));
    String none = "not __fish_seen_subcommand_from " + subcommands;
    return command.parent() == null ? none : seen(command) + "; and " + none;
  }

  private static String seen(CommandSpec command) {
    String this_ = "__fish_seen_subcommand_from " + command.name();
    CommandSpec parent = command.parent();
    return parent == null || parent.parent() == null ? this_ : seen(parent) + "; and " + this_;
  }

  private static String option(OptionSpec option) {
    StringBuilder line = new StringBuilder();
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
      line.append(' ');
    }
    if (Commands.takesValue(option)) {
      line.append("-r").append(values(option));
    } else {
      line.append("-f");
    }
    return line + description(Commands.summary(option));
  }

  private static String values(ArgSpec argument) {
    List<String> choices = Commands.choices(argument);
    if (!choices.isEmpty()) {
      return " -f -a " + quoted(String.join(" ", choices));
    }
    return Commands.namesFile(argument) ? " -F" : " -f";
  }

  private void complete(String condition, String rest) {
    String when = condition.isEmpty() ? "" : " -n " + quoted(condition);
    script.append("complete -c ").append(program).append(when).append(' ').append(rest);
    script.append('\n');
  }

  private static String description(String text) {
    return " -d " + quoted(text);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
