package dev.cratehold.cli.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The pieces of a command's model, alike in every command: without state.
public final class ModelParts {
  public static final String VERBOSE_OPTION = "--verbose";
  public static final String JSON_OPTION = "--json";
  public static final String DRY_RUN_OPTION = "--dry-run";

  private static final int WIDTH = 100;

  private ModelParts() {}

  /// A command with `--help` and the headings of ours.
  public static CommandSpec command(String name, String synopsis) {
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

  /// Puts a command below another one: whole if its name is among `words`, and else with no more
  /// than the help of the command above needs. To build all commands takes fifteen milliseconds of
  /// every start.
  ///
  /// @param words those of the command line; empty stands for all that there are
  public static void addSubcommand(
      CommandSpec above,
      String name,
      String header,
      Collection<String> words,
      Supplier<CommandSpec> whole) {
    CommandSpec command =
        words.isEmpty() || words.contains(name) ? whole.get() : CommandSpec.create().name(name);
    command.usageMessage().header(header);
    above.addSubcommand(name, command);
  }

  /// Gives a command its examples, one a line.
  public static void examples(CommandSpec command, String... lines) {
    String[] indented = Arrays.stream(lines).map(line -> "  " + line).toArray(String[]::new);
    command.usageMessage().footerHeading("%nExamples:%n").footer(indented);
  }

  /// Says more below a command's examples.
  public static void below(CommandSpec command, String... lines) {
    command
        .usageMessage()
        .footer(
            Stream.concat(Arrays.stream(command.usageMessage().footer()), Arrays.stream(lines))
                .toArray(String[]::new));
  }

  /// An option without a value.
  public static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  /// The same with a letter.
  public static OptionSpec flag(String letter, String name, String description) {
    return OptionSpec.builder(letter, name).type(boolean.class).description(description).build();
  }

  /// An option with a value.
  public static OptionSpec valued(String name, String parameter, String description) {
    return OptionSpec.builder(name)
        .paramLabel(parameter)
        .arity("1")
        .type(String.class)
        .description(description)
        .build();
  }

  /// An option with one of these values.
  public static OptionSpec choice(
      String name, String parameter, String description, List<String> choices) {
    return valued(name, parameter, description).toBuilder().completionCandidates(choices).build();
  }

  /// An option with a value that may be given several times.
  public static OptionSpec repeatable(String name, String parameter, String description) {
    return OptionSpec.builder(name)
        .paramLabel(parameter)
        .arity("1")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }

  /// An option whose value may be left out and is never the next word: `--wait`, `--wait=30s`.
  /// Without a value, it has the empty one.
  public static OptionSpec optionalValue(String name, String parameter, String description) {
    return valued(name, parameter, description).toBuilder()
        .arity("0..1")
        .preprocessor(new OnlyAttached())
        .build();
  }

  private static final class OnlyAttached implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> how) {
      if (" ".equals(how.get("separator"))) {
        words.push("");
      }
      return false;
    }
  }

  /// One parameter that may be left out.
  public static PositionalParamSpec parameter(String label, String description) {
    return parameter(0, label, description);
  }

  /// One parameter that may be left out, at this place among the parameters.
  public static PositionalParamSpec parameter(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .index(Integer.toString(index))
        .arity("0..1")
        .type(String.class)
        .description(description)
        .build();
  }

  /// Any number of parameters.
  public static PositionalParamSpec parameters(String label, String description) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .index("0..*")
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(description)
        .build();
  }
}
