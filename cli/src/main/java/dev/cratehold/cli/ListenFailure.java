package dev.cratehold.cli;

import dev.cratehold.cli.config.Listening;
import dev.cratehold.cli.terminal.Failure;
import java.io.IOException;
import java.util.Locale;

/// Explains why a server cannot listen.
final class ListenFailure {
  private ListenFailure() {}

  /// What the user reads.
  static Failure of(Listening config, IOException e) {
    String what = "cannot listen on " + config.bind() + " port " + config.port();
    String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (reason.contains("in use")) {
      return Failure.busy(
          what + ": another program does already",
          "it may be another `cratehold serve`; stop it, or choose a port with --port (0 picks a"
              + " free one)");
    }
    if (reason.contains("permission denied")) {
      return Failure.failed(
          what + ": permission denied",
          "ports below 1024 are for privileged users; choose another");
    }
    if (reason.contains("assign requested address")) {
      return Failure.failed(
          what + ": this machine has no such address", "--bind names one of its addresses");
    }
    return Failure.failed(what, e);
  }
}
