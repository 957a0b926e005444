package dev.cratehold.home.view;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseSum;
import dev.cratehold.home.lastuse.SumsState.Missing;
import dev.cratehold.home.lastuse.SumsState.Present;
import dev.cratehold.home.lastuse.SumsState.Unreadable;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.view.HomeSummary.Basis;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Sums up a Cargo home by what cargo's database says of it. Of the disk only the names at the top
/// are read; where there is no database, those of all items.
final class DatabaseSummary {
  private static final String HINT = "; `--scan` measures every file";

  private final CargoHome home;
  private final Posix posix;
  private final Instant now;
  private final SummaryBuilder builder;
  private final List<String> notes = new ArrayList<>();

  DatabaseSummary(CargoHome home, Posix posix, Instant now) {
    this.home = home;
    this.posix = posix;
    this.now = now;
    this.builder = new SummaryBuilder(now);
  }

  HomeSummary summary() throws IOException {
    HomeListing listing =
        switch (LastUseDatabase.sums(home, AgeClass.times(now))) {
          case Present(List<LastUseSum> sums) -> ofSums(sums);
          case Missing() -> ofNames(Tracked.MISSING);
          case Unreadable(String why) -> ofNames(why);
        };
    return new HomeSummary(
        home,
        Basis.DATABASE,
        builder.parts(),
        builder.places(),
        builder.ages(),
        Reclamation.of(builder.unused(), builder.parts()),
        listing.usersOwn(),
        listing.strays(),
        notes);
  }

  private HomeListing ofSums(List<LastUseSum> sums) throws IOException {
    sums.forEach(builder::add);
    notes.add("sizes are those that cargo noted; it notes none of indexes and git clones" + HINT);
    return HomeListing.readTop(home, posix);
  }

  private HomeListing ofNames(String why) throws IOException {
    HomeListing listing = HomeListing.read(home, posix);
    for (ItemKind kind : ItemKind.values()) {
      listing.items(kind).forEach(id -> builder.add(id, Usage.unknown(1), LastUse.UNKNOWN));
    }
    notes.add(why + ": sizes and last uses are unknown" + HINT);
    return listing;
  }
}
