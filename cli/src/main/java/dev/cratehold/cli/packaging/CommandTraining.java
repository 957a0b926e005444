package dev.cratehold.cli.packaging;

import java.io.IOException;
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
          "prefetch --help",
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
          "setup --off",
          "setup --on",
          "setup --undo",
          "cas --help",
          "cas put cache key --file .cargo/registry/index/example.com-0123456789abcdef/config.json",
          "cas put npm key --file .cargo/registry/cache/example.com-0123456789abcdef/crate0-1.0.0.crate --layout npm --metadata {}",
          "cas put cache typed --json",
          "cas get cache key",
          "cas get npm key --json",
          "cas get cache absent",
          "cas get cache key --output copy",
          "cas ls cache",
          "cas ls npm --json",
          "cas verify cache",
          "cas verify cache --json",
          "cas info cache",
          "cas rm cache key",
          "home --help",
          "home gc --help",
          "home path",
          "home show --scan",
          "home top --json",
          "home gc --dry-run",
          "home gc --dry-run --json",
          "home gc --keep-undo",
          "home undo --list",
          "home undo",
          "home show",
          "home show --json",
          "home top",
          "home gc",
          "home gc --cargo-compat",
          "home gc --auto",
          "home clear all --dry-run",
          "home clear all");

  void run() throws IOException {
    home.fillCargoHome();
    COMMANDS.forEach(command -> home.run(command.split(" ", -1)));
  }
}
