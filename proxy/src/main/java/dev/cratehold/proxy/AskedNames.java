package dev.cratehold.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cratehold.registry.CrateName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which index files clients asked for, and when last, to the minute. In memory alone, and of so
/// many that the rarely asked for ones are forgotten.
///
/// Safe for use by several threads. Never blocks.
final class AskedNames {
  private static final int MOST = 50_000;
  private static final Duration PRECISION = Duration.ofMinutes(1);

  /// When a crate was last asked for, under its name in lower case.
  private record Asked(CrateName name, Instant last) {}

  private final Cache<String, Asked> names = Caffeine.newBuilder().maximumSize(MOST).build();

  void asked(CrateName name, Instant now) {
    String key = name.lowerCase();
    @Nullable Asked before = names.getIfPresent(key);
    if (before == null || before.last.plus(PRECISION).isBefore(now)) {
      names.put(key, new Asked(name, now));
    }
  }

  /// Those that were asked for since then.
  Collection<CrateName> since(Instant time) {
    List<CrateName> since = new ArrayList<>();
    for (Asked each : names.asMap().values()) {
      if (!each.last.isBefore(time)) {
        since.add(each.name);
      }
    }
    return since;
  }
}
