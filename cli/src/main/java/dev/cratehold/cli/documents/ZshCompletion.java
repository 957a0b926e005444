package dev.cratehold.cli.documents;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A completion function for zsh: one shell function for each command, by `_arguments`.
final class ZshCompletion {
  private final StringBuilder script = new StringBuilder();

  private ZshCompletion() {}

  static String of(CommandLine command) {
    ZshCompletion completion = new ZshCompletion();
    CommandSpec root = command.getCommandSpec();
    completion.line("#compdef " + root.name());
    Commands.visible(root).forEach(completion::function);
    completion.line(function(root, "") + " \"$@\"");
    return completion.script.toString();
  }

  private void function(CommandSpec command) {
    line("");
    line(function(command, "") + "() {");
    List<CommandSpec> subcommands = Commands.subcommands(command);
    if (!subcommands.isEmpty()) {
      line("  local context state line ret=1");
    }
    line("  _arguments -s -S" + (subcommands.isEmpty() ? "" : " -C") + " \\");
    Commands.options(command).forEach(this::option);
    if (subcommands.isEmpty()) {
      command.positionalParameters().forEach(this::parameter);
      line("    && return 0");
    } else {
      line("    '1: :" + function(command, "_commands") + "' '*:: :->arguments' && ret=0");
      descend(subcommands);
    }
    line("}");
    if (!subcommands.isEmpty()) {
      list(command, subcommands);
    }
  }

  private void descend(List<CommandSpec> subcommands) {
    line("  [[ $state == arguments ]] || return ret");
    line("  case $line[1] in");
    for (CommandSpec subcommand : subcommands) {
      line("    " + subcommand.name() + ") " + function(subcommand, "") + " ;;");
    }
    line("  esac");
  }

  private void list(CommandSpec command, List<CommandSpec> subcommands) {
    line(function(command, "_commands") + "() {");
    line("  local -a commands=(");
    for (CommandSpec subcommand : subcommands) {
      line("    " + quoted(subcommand.name() + ":" + Commands.summary(subcommand)));
    }
    line("  )");
    line("  _describe command commands");
    line("}");
  }

  private void option(OptionSpec option) {
    String exclusive = option.isMultiValue() ? "*" : "(" + String.join(" ", option.names()) + ")";
    for (String name : option.names()) {
      String text = "[" + bracketed(Commands.summary(option)) + "]";
      String value = Commands.takesValue(option) ? value(option) : "";
      String assigned = Commands.takesValue(option) && name.startsWith("--") ? "=" : "";
      line("    " + quoted(exclusive + name + assigned + text + value) + " \\");
    }
  }

  private void parameter(PositionalParamSpec parameter) {
    if (!parameter.hidden()) {
      line("    " + quoted((parameter.isMultiValue() ? "*" : ":") + value(parameter)) + " \\");
    }
  }

  private static String value(ArgSpec argument) {
    String label = ":" + bracketed(argument.paramLabel());
    List<String> choices = Commands.choices(argument);
    if (!choices.isEmpty()) {
      return label + ":(" + String.join(" ", choices) + ")";
    }
    return label + (Commands.namesFile(argument) ? ":_files" : ": ");
  }

  private static String function(CommandSpec command, String suffix) {
    return "_" + Commands.path(command, "_") + suffix;
  }

  private static String bracketed(String text) {
    return text.replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private void line(String text) {
    script.append(text).append('\n');
  }
}
