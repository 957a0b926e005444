package dev.cratehold.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Alerts that are forgotten with the process.
final class MemoryAlerts implements Alerts {
  private static final Logger LOGGER = System.getLogger(MemoryAlerts.class.getName());

  private final InstantSource clock;
  private final Map<Alert, RaisedAlert> raised = new ConcurrentHashMap<>();

  MemoryAlerts(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void raise(Alert alert) {
    Instant now = clock.instant();
    RaisedAlert known =
        raised.merge(
            alert,
            new RaisedAlert(alert, 1, now, now),
            (a, b) -> new RaisedAlert(alert, a.count() + b.count(), a.first(), b.last()));
    if (known.count() == 1) {
      LOGGER.log(Level.WARNING, alert::toString);
    }
  }

  @Override
  public List<RaisedAlert> recent(int limit) {
    return raised.values().stream()
        .sorted(Comparator.comparing(RaisedAlert::last).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public Map<Alert.Kind, Long> raised() {
    Map<Alert.Kind, Long> counts = new EnumMap<>(Alert.Kind.class);
    for (Alert.Kind kind : Alert.Kind.values()) {
      counts.put(kind, 0L);
    }
    raised.values().forEach(one -> counts.merge(one.alert().kind(), one.count(), Long::sum));
    return counts;
  }

  @Override
  public long total() {
    return raised.size();
  }
}
