package dev.cratehold.mirror.refresh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// When the turn of each crate is, so that the upstream sees an even trickle and not a burst: in an
/// order of chance, one in each of equal parts of the interval, at a moment of chance.
///
/// @param turns in their order
record RefreshRound(List<Turn> turns) {
  RefreshRound {
    turns = List.copyOf(turns);
  }

  /// The turn of one crate.
  ///
  /// @param after how long after the beginning of the round
  record Turn(UsedCrate crate, Duration after) {}

  static RefreshRound plan(List<UsedCrate> crates, Duration interval, Random random) {
    List<UsedCrate> shuffled = new ArrayList<>(crates);
    Collections.shuffle(shuffled, random);
    List<Turn> turns = new ArrayList<>();
    double part = (double) interval.toMillis() / Math.max(1, shuffled.size());
    for (UsedCrate crate : shuffled) {
      double after = (turns.size() + random.nextDouble()) * part;
      turns.add(new Turn(crate, Duration.ofMillis((long) after)));
    }
    return new RefreshRound(turns);
  }
}
