package dev.cratehold.cli;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Turns what picocli says about a wrong command line into what the user reads.
final class UsageErrors {
  private UsageErrors() {}

  /// Parses a command line.
  static ParseResult parse(CommandLine model, String... args) throws Failure {
    try {
      return model.parseArgs(args);
    } catch (UnmatchedArgumentException e) {
      throw unknown(e.getCommandLine(), e.getUnmatched().getFirst());
    } catch (ParameterException e) {
      throw Failure.usage(sentence(e), "see `" + name(e.getCommandLine()) + " --help`");
    }
  }

  /// The command that these words name.
  static CommandLine find(CommandLine root, List<String> words) throws Failure {
    CommandLine command = root;
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw unknown(command, word);
      }
      command = next;
    }
    return command;
  }

  private static String sentence(ParameterException e) {
    return switch (e) {
      case OverwrittenOptionException o
          when o.getOverwritten() instanceof CommandLine.Model.OptionSpec option ->
          option.longestName() + " is given twice";
      case MissingParameterException m
          when m.getMissing().getFirst() instanceof CommandLine.Model.OptionSpec option ->
          option.longestName()
              + " needs a value: "
              + option.longestName()
              + " "
              + option.paramLabel();
      default -> firstLowerCase(String.valueOf(e.getMessage()));
    };
  }

  private static String firstLowerCase(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static Failure unknown(CommandLine command, String word) {
    boolean isOption = word.startsWith("-");
    String bare = word.replaceFirst("=.*", "");
    List<String> candidates = isOption ? options(command) : commands(command);
    String what =
        isOption ? "option " + bare : candidates.isEmpty() ? "argument " + word : "command " + word;
    String help =
        Nearest.to(bare, candidates)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElse(isOption || candidates.isEmpty() ? seeHelp(command) : commandList(candidates));
    return Failure.usage(what + " is unknown to " + name(command), help);
  }

  private static String seeHelp(CommandLine command) {
    return "see `" + name(command) + " --help`";
  }

  private static String commandList(List<String> commands) {
    return "the commands are " + commands.stream().collect(Collectors.joining(", "));
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  private static List<String> options(CommandLine command) {
    return List.copyOf(command.getCommandSpec().optionsMap().keySet());
  }

  private static List<String> commands(CommandLine command) {
    return List.copyOf(command.getSubcommands().keySet());
  }
}
