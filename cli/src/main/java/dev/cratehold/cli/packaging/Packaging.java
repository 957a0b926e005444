package dev.cratehold.cli.packaging;

import dev.cratehold.cli.CommandModel;
import dev.cratehold.cli.Main;
import dev.cratehold.cli.documents.Documents;
import dev.cratehold.registry.SparseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the processes begin that `dist/make-package` runs.
public final class Packaging {
  private Packaging() {}

  /// Does one of these:
  ///
  /// ```
  /// documents SHARE                                      writes manual pages and completions
  /// train-serve DIRECTORY UPSTREAM CERTIFICATE CRATES    runs the server
  /// train-commands DIRECTORY                             runs the short commands
  /// ```
  ///
  /// The commands are run on what the server stored below the same directory. More arguments than
  /// these are ignored.
  public static void main(String[] args) {
    try {
      run(args);
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(String... args) throws Exception {
    Path directory = Path.of(args[1]);
    switch (args[0]) {
      case "documents" -> Documents.write(CommandModel.create(), directory);
      case "train-serve" -> {
        Main.run("--version");
        serve(directory, args);
      }
      case "train-commands" -> {
        Main.run("--version");
        new CommandTraining(new TrainingHome(directory)).run();
      }
      default -> throw new IllegalArgumentException("there is no " + args[0] + " here");
    }
  }

  private static void serve(Path directory, String[] args) throws Exception {
    List<ListedCrate> crates =
        Files.readAllLines(Path.of(args[4])).stream().map(ListedCrate::parse).toList();
    TrainingHome home = new TrainingHome(directory);
    new ServeTraining(home, SparseUrl.parse(args[2]), Path.of(args[3]), crates).run();
  }
}
