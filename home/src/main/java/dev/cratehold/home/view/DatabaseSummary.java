package dev.cratehold.home.view;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.LastUse.Evidence;
import dev.cratehold.home.lastuse.LastUseRow;
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
  private final SummaryBuilder builder;
  private final List<String> notes = new ArrayList<>();

  DatabaseSummary(CargoHome home, Posix posix, Instant now) {
    this.home = home;
    this.posix = posix;
    this.builder = new SummaryBuilder(now);
  }

  HomeSummary summary() throws IOException {
    Tracked tracked = Tracked.read(home);
    HomeListing listing = tracked.why().isEmpty() ? ofRows(tracked) : ofNames();
    notes.addAll(tracked.notes("sizes and last uses are unknown" + HINT));
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

  private HomeListing ofRows(Tracked tracked) throws IOException {
    for (LastUseRow row : tracked.rows()) {
      builder.add(
          row.id(), Usage.noted(row.bytes()), new LastUse(row.timestamp(), Evidence.DATABASE));
    }
    notes.add("sizes are those that cargo noted; it notes none of indexes and git clones" + HINT);
    return HomeListing.readTop(home, posix);
  }

  private HomeListing ofNames() throws IOException {
    HomeListing listing = HomeListing.read(home, posix);
    for (ItemKind kind : ItemKind.values()) {
      listing.items(kind).forEach(id -> builder.add(id, Usage.unknown(1), LastUse.UNKNOWN));
    }
    return listing;
  }
}
