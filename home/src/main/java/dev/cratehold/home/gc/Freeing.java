package dev.cratehold.home.gc;

import dev.cratehold.home.gc.HomeReport.Freed;
import dev.cratehold.posix.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Adds up what deleting gives back. The parts of one removal come from one thread at a time.
final class Freeing implements Consumer<Removal> {
  private final HomeListener listener;
  private final List<Removal.Failure> failures = new ArrayList<>();
  private Freed soFar = Freed.NOTHING;
  private Freed whole = Freed.NOTHING;

  Freeing(HomeListener listener) {
    this.listener = listener;
  }

  /// A part is gone.
  @Override
  public void accept(Removal part) {
    soFar = soFar.plus(freed(part));
    listener.freed(soFar);
  }

  /// A removal has ended.
  void add(Removal removal) {
    whole = whole.plus(freed(removal));
    failures.addAll(removal.failures());
  }

  Freed whole() {
    return whole;
  }

  /// What stayed in the trash, in sentences.
  List<String> warnings() {
    return failures.stream()
        .map(failure ->
            "%s is out of cargo's sight, but cannot be deleted yet: %s. The next collection tries again."
                .formatted(failure.path(), failure.reason()))
        .toList();
  }

  private static Freed freed(Removal removal) {
    return new Freed(
        removal.files(), removal.directories(), removal.bytes(), removal.failures().size());
  }
}
