package dev.cratehold.retention;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An exclusion over strings in memory, with a clock that each detaching moves on. It writes down
/// all that happens to it.
final class FakeExclusion implements Exclusion<String> {
  final List<String> happened = new ArrayList<>();
  private final Map<String, Detached> outcomes = new HashMap<>();
  private final long perVictim;
  private int batches = Integer.MAX_VALUE;
  private boolean committing = true;
  private long now;

  FakeExclusion(Duration perVictim) {
    this.perVictim = perVictim.toNanos();
  }

  long nanoTime() {
    return now;
  }

  /// What comes of this one; without that it is detached.
  void expect(String entry, Detached outcome) {
    outcomes.put(entry, outcome);
  }

  /// Somebody else has it after so many batches.
  void busyAfter(int count) {
    batches = count;
  }

  void failCommits() {
    committing = false;
  }

  @Override
  public Optional<Batch<String>> begin() {
    if (batches == 0) {
      happened.add("busy");
      return Optional.empty();
    }
    batches--;
    happened.add("begin");
    return Optional.of(new FakeBatch());
  }

  private final class FakeBatch implements Batch<String> {
    @Override
    public Detached detach(Victim<String> victim) throws IOException {
      happened.add(victim.entry());
      now += perVictim;
      if (victim.entry().startsWith("bad")) {
        throw new IOException("cannot detach " + victim.entry());
      }
      return outcomes.getOrDefault(victim.entry(), Detached.DETACHED);
    }

    @Override
    public void commit() throws IOException {
      if (!committing) {
        throw new IOException("cannot commit");
      }
      happened.add("commit");
    }

    @Override
    public void close() {
      happened.add("close");
    }
  }
}
