package dev.cratehold.cli.mirror;

import dev.cratehold.cli.OpenRegistry;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.mirror.sync.MirrorCheck;
import dev.cratehold.mirror.sync.MirrorCheck.Depth;
import dev.cratehold.mirror.sync.MirrorCheck.Repair;
import dev.cratehold.store.CrateId;
import java.io.IOException;
import picocli.CommandLine.ParseResult;

/// `cratehold mirror verify`.
final class MirrorVerifyCommand {
  private final Environment environment;
  private final Terminal terminal;

  MirrorVerifyCommand(Environment environment, Terminal terminal) {
    this.environment = environment;
    this.terminal = terminal;
  }

  ExitCode run(ParseResult command) throws Failure {
    try (HeldMirror mirror = HeldMirror.open(command, environment)) {
      boolean json = command.hasMatchedOption(ModelParts.JSON_OPTION);
      MirrorCheck.Result result =
          new MirrorCheck(
                  mirror.store(),
                  OpenRegistry.MOUNT,
                  mirror.settings().filter(),
                  command.hasMatchedOption(MirrorModel.CHECKSUMS_OPTION)
                      ? Depth.CHECKSUMS
                      : Depth.EXISTENCE,
                  repair(command),
                  new Lines(json))
              .run();
      terminal.endProgress();
      if (json) {
        MirrorJson.verified(terminal.out(), result);
      } else {
        MirrorText.verified(terminal, result, repair(command));
      }
      return result.missing() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    } catch (IOException e) {
      throw Failure.failed("cannot verify the mirror", e);
    }
  }

  private static Repair repair(ParseResult command) {
    return command.hasMatchedOption(MirrorModel.REQUEUE_OPTION) ? Repair.QUEUE : Repair.NONE;
  }

  /// Prints what is missing as it is found.
  private final class Lines implements MirrorCheck.Listener {
    private final boolean json;

    Lines(boolean json) {
      this.json = json;
    }

    @Override
    public void missing(CrateId crate, String reason) {
      if (json) {
        MirrorJson.missing(terminal.out(), crate, reason);
      } else {
        terminal.line("%s %s: %s".formatted(crate.name(), crate.version(), reason));
      }
    }

    @Override
    public void progressed(long names, long all) {
      terminal.progress("Verifying", names, all);
    }
  }
}
