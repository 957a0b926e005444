package dev.cratehold.cli.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

final class DocumentsTest {
  @TempDir private Path share;

  @Test
  void write_modelWithSubcommands_onePagePerVisibleCommand() throws IOException {
    Documents.write(model(), share);

    try (Stream<Path> pages = Files.list(share.resolve("man/man1"))) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrder("tool.1", "tool-keep.1", "tool-keep-list.1");
    }
  }

  @Test
  void write_sameModelTwice_sameBytes() throws IOException {
    Documents.write(model(), share.resolve("a"));
    Documents.write(model(), share.resolve("b"));

    try (Stream<Path> files = Files.walk(share.resolve("a")).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        Path twin = share.resolve("b").resolve(share.resolve("a").relativize(file));
        assertThat(twin).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void manualPage_optionWithValue_namesBoldAndValueItalic() {
    assertThat(ManualPage.of(keep()))
        .contains(".TH TOOL-KEEP 1")
        .contains("tool\\-keep \\- Keeps things")
        .contains(
            ".TP\n\\fB\\-d\\fR, \\fB\\-\\-data\\fR \\fIDIR\\fR\nWhere things are kept. Really.")
        .contains("\\fBtool\\-keep\\-list\\fR(1)")
        .doesNotContain("secret");
  }

  @Test
  void manualPage_exitCodes_listed() {
    CommandSpec command = CommandSpec.create().name("tool");
    command.usageMessage().exitCodeList(Map.of(" 3", "partly done"));
    new CommandLine(command);

    assertThat(ManualPage.of(command)).contains(".SH EXIT STATUS\n.TP\n\\fB3\\fR\npartly done\n");
  }

  @Test
  void manualPage_textThatRoffWouldRead_escaped() {
    CommandSpec command = CommandSpec.create().name("tool");
    command.usageMessage().description(".hidden \\ 'quote'", "", "'first");
    new CommandLine(command);

    assertThat(ManualPage.of(command)).contains("\\&.hidden \\e 'quote'\n.PP\n\\&'first\n");
  }

  @Test
  void zsh_optionOfFile_completesFiles() {
    assertThat(ZshCompletion.of(model()))
        .startsWith("#compdef tool\n")
        .contains("'(-d --data)--data=[Where things are kept]:DIR:_files'")
        .contains("'list:Lists it'\\''s things'")
        .doesNotContain("secret");
  }

  @Test
  void fish_nestedSubcommand_offeredOnlyBelowItsParent() {
    assertThat(FishCompletion.of(model()))
        .contains(
            "complete -c tool -n '__fish_seen_subcommand_from keep; and not"
                + " __fish_seen_subcommand_from list' -f -a list -d 'Lists it\\'s things'")
        .contains("-s d -l data -r -F -d 'Where things are kept'")
        .contains("-l colour -r -f -a 'auto never'")
        .doesNotContain("secret");
  }

  private static CommandLine model() {
    CommandSpec list = CommandSpec.create().name("list");
    list.usageMessage().header("Lists it's things");
    list.addPositional(PositionalParamSpec.builder().paramLabel("PATH").index("0").build());
    CommandSpec keep = CommandSpec.create().name("keep");
    keep.usageMessage().header("Keeps things").footerHeading("Examples:%n").footer("  tool keep");
    keep.addOption(
        OptionSpec.builder("-d", "--data")
            .type(Path.class)
            .paramLabel("DIR")
            .description("Where things are kept. Really.")
            .build());
    keep.addOption(
        OptionSpec.builder("--colour")
            .type(String.class)
            .completionCandidates(List.of("auto", "never"))
            .build());
    keep.addOption(OptionSpec.builder("--secret").hidden(true).build());
    keep.addSubcommand("list", list);
    CommandSpec secret = CommandSpec.create().name("secret");
    secret.usageMessage().hidden(true);
    CommandSpec tool = CommandSpec.create().name("tool");
    tool.addSubcommand("keep", keep);
    tool.addSubcommand("secret", secret);
    return new CommandLine(tool);
  }

  private static CommandSpec keep() {
    return Commands.subcommands(model().getCommandSpec()).getFirst();
  }
}
