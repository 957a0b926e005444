package dev.cratehold.mirror.refresh;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.HeldCrate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which crates of a registry clients use: those of which a version was served lately, and those
/// whose index file was asked for. That something was fetched in advance is no use.
///
/// Is told the crates that a store holds, in the order of names. For use by one thread.
final class CratesInUse {
  private final String registry;
  private final Instant since;
  private final Map<String, UsedCrate> used = new TreeMap<>();

  /// The crate whose versions are being told.
  private @Nullable CrateName current;

  private Optional<CrateVersion> newest = Optional.empty();
  private boolean isServed;

  /// @param since what was served before this does not count
  CratesInUse(String registry, Instant since) {
    this.registry = registry;
    this.since = since;
  }

  /// Takes note of a version that is here.
  void held(HeldCrate held) {
    if (!held.crate().registry().equals(registry)) {
      return;
    }
    CrateName name = held.crate().name();
    if (current == null || !current.lowerCase().equals(name.lowerCase())) {
      endOfCrate();
      current = name;
    }
    CrateVersion version = held.crate().version();
    if (newest.filter(n -> CrateVersion.PRECEDENCE.compare(n, version) >= 0).isEmpty()) {
      newest = Optional.of(version);
    }
    isServed |= held.uses() > 0 && !held.lastUse().isBefore(since);
  }

  private void endOfCrate() {
    if (current != null && isServed) {
      used.put(current.lowerCase(), new UsedCrate(current, newest));
    }
    current = null;
    newest = Optional.empty();
    isServed = false;
  }

  /// All of them by name, with those whose index file was asked for.
  List<UsedCrate> with(Collection<CrateName> asked) {
    endOfCrate();
    asked.forEach(
        name -> used.putIfAbsent(name.lowerCase(), new UsedCrate(name, Optional.empty())));
    return List.copyOf(used.values());
  }
}
