package dev.cratehold.home.compat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.trash.TrashRun;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// Takes what a plan removes out of the home, and counts it. For use by one thread.
final class Detaching implements AutoCloseable {
  private final CargoHome home;
  private final TrashRun trash;
  private final CompatListener listener;
  private final Counting counting;
  private CompatTotals totals = CompatTotals.NOTHING;

  Detaching(CargoHome home, Posix posix, TrashRun trash, CompatListener listener) {
    this.home = home;
    this.trash = trash;
    this.listener = listener;
    this.counting = new Counting(posix);
  }

  /// Stops at the first failure, as cargo does.
  void detach(List<ItemId> removals) throws IOException {
    for (ItemId id : removals) {
      Path path = home.resolve(id);
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        listener.removing(path);
        totals = totals.plus(counting.count(path));
        trash.detach(id);
      }
    }
  }

  CompatTotals totals() {
    return totals;
  }

  @Override
  public void close() {
    counting.close();
  }
}
