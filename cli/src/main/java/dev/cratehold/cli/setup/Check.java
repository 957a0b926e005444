package dev.cratehold.cli.setup;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.registry.SparseUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Says whether cargo, run in one directory, will reach a Cratehold server, and what to do if not:
/// follows cargo's configuration to the server and asks it for its `config.json`.
public final class Check {
  private final CargoView view;
  private final Terminal terminal;
  private final ServerProbe probe;

  private Check(CargoView view, Terminal terminal, ServerProbe probe) {
    this.view = view;
    this.terminal = terminal;
    this.probe = probe;
  }

  /// Checks what cargo would do in this directory.
  ///
  /// @param expected the server that cargo should reach; empty for any
  /// @throws Failure that says what is wrong and what to do
  public static ExitCode run(
      Environment environment, Path directory, Optional<String> expected, Terminal terminal)
      throws Failure {
    CargoView view = CargoView.read(environment, directory);
    try (ServerProbe probe = new ServerProbe(view.authorities())) {
      return new Check(view, terminal, probe).run(expected);
    }
  }

  private ExitCode run(Optional<String> expected) throws Failure {
    SparseUrl index = configuredIndex();
    if (expected.isPresent() && !ServerUrl.parse(expected.get()).equals(index)) {
      throw Failure.failed(
          "cargo is pointed at " + index + ", not at " + ServerUrl.parse(expected.get()),
          "run `cratehold setup " + expected.get() + "`");
    }
    URI api = probe.api(index);
    if (!api.getAuthority().equals(index.index().getAuthority())) {
      probe.reach(api);
    }
    terminal.status("Checked", index + ": a Cratehold answers there");
    warnAboutProxy(index.index());
    view.offline()
        .ifPresent(found -> terminal.warning("cargo is told to stay offline by " + found.origin()));
    return ExitCode.DONE;
  }

  private SparseUrl configuredIndex() throws Failure {
    CargoView.Found replacement =
        view.replacement()
            .orElseThrow(() ->
                Failure.failed(
                    "cargo goes to crates.io directly: nothing replaces it",
                    "run `cratehold setup`, or `cratehold setup --on` after an --off"));
    CargoView.Found index =
        view.index(replacement.value())
            .orElseThrow(() ->
                Failure.failed(
                    replacement.origin()
                        + " replaces crates.io with \""
                        + replacement.value()
                        + "\", which is no registry that cargo asks over the network",
                    "remove that replacement, then run `cratehold setup`"));
    terminal.status(
        "Checked", replacement.origin() + ": replaces crates-io with " + replacement.value());
    return sparse(index);
  }

  private static SparseUrl sparse(CargoView.Found index) throws Failure {
    String help = "correct it, or run `cratehold setup` to point cargo at a server";
    if (!index.value().startsWith("sparse+")) {
      throw Failure.failed(index.origin() + " names no sparse index for the server", help);
    }
    try {
      return SparseUrl.parse(index.value());
    } catch (IllegalArgumentException e) {
      throw Failure.failed(index.origin() + " names an index that cargo refuses", e, help);
    }
  }

  private void warnAboutProxy(URI index) {
    view.proxy(index.getScheme(), index.getHost())
        .ifPresent(found ->
            terminal.warning(
                found.origin()
                    + " sends cargo to a proxy on the way to "
                    + index.getHost()
                    + "; if that proxy cannot reach it, set NO_PROXY="
                    + index.getHost()));
  }
}
