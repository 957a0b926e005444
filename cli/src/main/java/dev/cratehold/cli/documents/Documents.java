package dev.cratehold.cli.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The documents that are installed beside the command: a manual page for it and for each of its
/// subcommands, and completions for bash, zsh and fish, laid out as under `/usr/share`.
///
/// Without state, so that threads may share it; the model must not be changed meanwhile.
public final class Documents {
  private Documents() {}

  /// Writes them all below a directory, which is made when it is missing.
  ///
  /// @param command the whole command line
  /// @param share the directory that stands for `/usr/share`
  public static void write(CommandLine command, Path share) throws IOException {
    String name = command.getCommandName();
    for (CommandSpec spec : Commands.visible(command.getCommandSpec())) {
      String page = Commands.path(spec, "-");
      put(share.resolve("man/man1").resolve(page + ".1"), ManualPage.of(spec));
    }
    put(
        share.resolve("bash-completion/completions").resolve(name),
        AutoComplete.bash(name, command));
    put(share.resolve("zsh/site-functions").resolve("_" + name), ZshCompletion.of(command));
    put(
        share.resolve("fish/vendor_completions.d").resolve(name + ".fish"),
        FishCompletion.of(command));
  }

  private static void put(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
