package dev.cratehold.home.gc;

import dev.cratehold.retention.Victim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Completes the victims of a plan: their sizes, and what their markers look like now, by which a
/// use after the plan is told.
record Victims(Measuring measuring, Detail detail) {
  List<Victim<Candidate>> complete(Inventory inventory, List<Victim<Candidate>> victims)
      throws IOException {
    Markers markers = new Markers(inventory.listing().home());
    List<Candidate> measured =
        measuring.measure(victims.stream().map(Victim::entry).toList(), this::isWanted);
    List<Victim<Candidate>> completed = new ArrayList<>(victims.size());
    for (int i = 0; i < victims.size(); i++) {
      Candidate candidate = measured.get(i);
      completed.add(
          new Victim<>(candidate.seen(markers.modified(candidate.id())), victims.get(i).reason()));
    }
    return completed;
  }

  private boolean isWanted(Candidate candidate) {
    return detail == Detail.MEASURED
        && (candidate.item().bytes().isEmpty() || candidate.item().files().isEmpty());
  }
}
