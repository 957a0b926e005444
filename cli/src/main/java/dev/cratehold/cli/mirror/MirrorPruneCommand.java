package dev.cratehold.cli.mirror;

import dev.cratehold.cli.OpenRegistry;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.Bytes;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.mirror.sync.MirrorPruning;
import dev.cratehold.mirror.sync.MirrorPruning.Mode;
import dev.cratehold.store.HeldCrate;
import dev.cratehold.store.MirrorLock;
import java.io.IOException;
import picocli.CommandLine.ParseResult;

/// `cratehold mirror prune`.
final class MirrorPruneCommand {
  private final Environment environment;
  private final Terminal terminal;

  MirrorPruneCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command) throws Failure {
    try (HeldMirror mirror = HeldMirror.open(command, environment);
        MirrorLock _ = MirrorLocks.acquire(mirror.store(), "cratehold mirror prune")) {
      requireSynced(mirror);
      Mode mode = command.hasMatchedOption(ModelParts.DRY_RUN_OPTION) ? Mode.DRY_RUN : Mode.REMOVE;
      boolean json = command.hasMatchedOption(ModelParts.JSON_OPTION);
      MirrorPruning.Result result =
          new MirrorPruning(
                  mirror.store(),
                  OpenRegistry.MOUNT,
                  mirror.settings().filter(),
                  mode,
                  (crate, reason) -> show(json, crate, reason))
              .run();
      if (json) {
        MirrorJson.pruned(terminal.out(), result, mode);
      } else {
        MirrorText.pruned(terminal, result, mode);
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      throw Failure.failed("cannot prune the mirror", e);
    }
  }

  /// Before the first sync has ended nobody knows what is not wanted.
  private static void requireSynced(HeldMirror mirror) throws Failure {
    if (mirror.state().syncedAt().isEmpty() || mirror.state().generation() == 0) {
      throw Failure.failed(
          "the mirror in " + mirror.data() + " was never synced to the end",
          "`cratehold mirror sync` first finds out what is wanted");
    }
  }

  private void show(boolean json, HeldCrate held, String reason) {
    if (json) {
      MirrorJson.removed(terminal.out(), held, reason);
    } else {
      terminal.line(
          "%s %s, %s: %s"
              .formatted(
                  held.crate().name(), held.crate().version(), Bytes.text(held.size()), reason));
    }
  }
}
