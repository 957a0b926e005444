package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Fit;
import dev.cratehold.cli.terminal.Terminal;
import dev.cratehold.home.gc.Candidate;
import dev.cratehold.home.gc.HomeListener;
import dev.cratehold.home.gc.HomeReport;
import dev.cratehold.retention.Victim;
import java.util.concurrent.atomic.AtomicLong;

/// Shows on a terminal how a collection goes on, and names what goes if that is asked for.
final class CollectionProgress implements HomeListener {
  /// Whether what goes is named.
  enum Naming {
    NAMED,
    COUNTED
  }

  private final Terminal terminal;
  private final long all;
  private final Naming naming;
  private final AtomicLong removed = new AtomicLong();

  /// @param all how many items are to go
  CollectionProgress(Terminal terminal, long all, Naming naming) {
    this.terminal = terminal;
    this.all = all;
    this.naming = naming;
  }

  @Override
  public void measured(long done, long all) {
    terminal.progress("Measuring", done, all);
  }

  @Override
  public void removed(Victim<Candidate> victim) {
    long done = removed.incrementAndGet();
    if (naming == Naming.NAMED) {
      terminal.status("Removing", Fit.printable(victim.entry().id().path()));
    } else {
      terminal.progress("Removing", done, all);
    }
  }

  @Override
  public void freed(HomeReport.Freed soFar) {
    terminal.progress("Deleting", soFar.files(), 0);
  }
}
