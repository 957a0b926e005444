package dev.cratehold.cli.packaging;

import java.util.List;

/// A run of every short command, as users type them, with and without success.
record CommandTraining(TrainingHome home) {
  private static final List<String> COMMANDS =
      List.of(
          "--version",
          "--version -v",
          "--help",
          "help serve",
          "setup --help",
          "store --help",
          "sotre",
          "store info",
          "store info --json",
          "store ls",
          "store ls --json",
          "store verify --dry-run",
          "store verify",
          "store verify --json",
          "setup --dry-run",
          "setup",
          "setup --check",
          "setup --off",
          "setup --on",
          "setup --undo");

  void run() {
    COMMANDS.forEach(command -> home.run(command.split(" ", -1)));
  }
}
