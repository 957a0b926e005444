package dev.cratehold.cli.documents;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A manual page of section 1 in roff with the `man` macros.
final class ManualPage {
  private final StringBuilder roff = new StringBuilder();

  private ManualPage() {}

  /// The page of one command.
  static String of(CommandSpec command) {
    ManualPage page = new ManualPage();
    page.title(command);
    page.text("DESCRIPTION", command.usageMessage().description());
    page.options(command);
    page.subcommands(command);
    page.exitCodes(command);
    page.verbatim(command.usageMessage().footerHeading(), command.usageMessage().footer());
    page.seeAlso(command);
    return page.roff.toString();
  }

  private void title(CommandSpec command) {
    String page = Commands.path(command, "-");
    line(".TH " + page.toUpperCase(java.util.Locale.ROOT) + " 1 \"\" Cratehold Cratehold");
    section("NAME");
    line(escaped(page) + " \\- " + escaped(Commands.summary(command)));
    section("SYNOPSIS");
    block(new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0).lines().toList());
  }

  private void options(CommandSpec command) {
    List<PositionalParamSpec> parameters =
        command.positionalParameters().stream().filter(parameter -> !parameter.hidden()).toList();
    List<OptionSpec> options = Commands.options(command);
    if (parameters.isEmpty() && options.isEmpty()) {
      return;
    }
    section("OPTIONS");
    parameters.forEach(parameter -> item(italic(parameter.paramLabel()), parameter));
    options.forEach(option -> item(names(option), option));
  }

  private static String names(OptionSpec option) {
    String names =
        List.of(option.names()).stream().map(ManualPage::bold).collect(Collectors.joining(", "));
    return Commands.takesValue(option) ? names + " " + italic(option.paramLabel()) : names;
  }

  private void item(String term, ArgSpec argument) {
    line(".TP");
    line(term);
    Commands.lines(argument.description()).forEach(text -> line(escaped(text)));
  }

  private void subcommands(CommandSpec command) {
    List<CommandSpec> subcommands = Commands.subcommands(command);
    if (subcommands.isEmpty()) {
      return;
    }
    section("COMMANDS");
    for (CommandSpec subcommand : subcommands) {
      line(".TP");
      line(bold(Commands.path(subcommand, "-")) + "(1)");
      line(escaped(Commands.summary(subcommand)));
    }
  }

  private void exitCodes(CommandSpec command) {
    Map<String, String> codes = command.usageMessage().exitCodeList();
    if (codes.isEmpty()) {
      return;
    }
    section("EXIT STATUS");
    codes.forEach((code, meaning) -> {
      line(".TP");
      line(bold(code.strip()));
      line(escaped(Commands.plain(meaning)));
    });
  }

  private void seeAlso(CommandSpec command) {
    if (command.parent() != null) {
      section("SEE ALSO");
      line(bold(Commands.path(command.parent(), "-")) + "(1)");
    }
  }

  private void text(String heading, String... text) {
    if (text.length > 0) {
      section(heading);
      for (String line : Commands.lines(text)) {
        line(line.isBlank() ? ".PP" : escaped(line));
      }
    }
  }

  private void verbatim(String heading, String... text) {
    if (text.length > 0) {
      String title = Commands.plain(heading).strip().replaceAll(":$", "");
      section(title.isEmpty() ? "NOTES" : title.toUpperCase(java.util.Locale.ROOT));
      block(Commands.lines(text));
    }
  }

  private void block(List<String> lines) {
    line(".nf");
    lines.forEach(text -> line(escaped(text)));
    line(".fi");
  }

  private void section(String heading) {
    line(".SH " + heading);
  }

  private void line(String text) {
    roff.append(text).append('\n');
  }

  private static String bold(String text) {
    return "\\fB" + escaped(text) + "\\fR";
  }

  private static String italic(String text) {
    return "\\fI" + escaped(text) + "\\fR";
  }

  /// Text that roff takes for itself: a backslash, a hyphen to be copied, a dot or a quotation mark
  /// at the start of a line.
  private static String escaped(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
