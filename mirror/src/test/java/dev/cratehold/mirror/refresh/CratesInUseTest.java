package dev.cratehold.mirror.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.HeldCrate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CratesInUseTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant SINCE = NOW.minus(Duration.ofDays(1));

  private final CratesInUse inUse = new CratesInUse("crates-io", SINCE);

  private void held(String registry, String name, String version, Instant lastUse, long uses) {
    CrateId crate =
        new CrateId(
            registry, new CrateName(name), new CrateVersion(version), new Checksum("a".repeat(64)));
    inUse.held(new HeldCrate(crate, 1, NOW, lastUse, uses, uses));
  }

  private static UsedCrate used(String name, String version) {
    return new UsedCrate(new CrateName(name), Optional.of(new CrateVersion(version)));
  }

  @Test
  void with_servedLately_isThereWithTheNewestVersionThatIsHere() {
    held("crates-io", "a", "1.10.0", NOW.minus(Duration.ofDays(9)), 3);
    held("crates-io", "a", "1.9.0", NOW, 1);
    held("crates-io", "b", "1.0.0", SINCE, 1);
    held("crates-io", "c", "1.0.0", SINCE.minusMillis(1), 1);

    assertThat(inUse.with(List.of())).containsExactly(used("a", "1.10.0"), used("b", "1.0.0"));
  }

  @Test
  void with_storedAndNeverServed_isNoUse() {
    held("crates-io", "a", "1.0.0", NOW, 0);

    assertThat(inUse.with(List.of())).isEmpty();
  }

  @Test
  void with_otherRegistry_isNotThere() {
    held("other", "a", "1.0.0", NOW, 1);

    assertThat(inUse.with(List.of())).isEmpty();
  }

  @Test
  void with_askedFor_isThereOnce() {
    held("crates-io", "a", "1.0.0", NOW, 1);

    assertThat(inUse.with(List.of(new CrateName("A"), new CrateName("z"))))
        .containsExactly(used("a", "1.0.0"), new UsedCrate(new CrateName("z"), Optional.empty()));
  }
}
