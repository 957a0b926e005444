package dev.cratehold.store;

import static dev.cratehold.store.Samples.NOW;
import static dev.cratehold.store.Samples.REGISTRY;
import static dev.cratehold.store.Samples.indexFile;
import static dev.cratehold.store.Samples.listed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every [IndexStore] does. A subclass gives the store to test, empty.
abstract class IndexStoreContract {
  private static final CrateName SERDE = new CrateName("serde");
  private static final Validators VALIDATORS =
      new Validators(Optional.of("W/\"abc\""), Optional.of("Sat, 21 Nov 2026 10:00:00 GMT"));

  abstract IndexStore index();

  private void put(String... versions) throws IOException {
    index().put(REGISTRY, SERDE, IndexCopy.of(indexFile("serde", versions), VALIDATORS, NOW));
  }

  private boolean onceListed(String version) throws IOException {
    return index().onceListed(REGISTRY, SERDE, new CrateVersion(version), listed(version));
  }

  @Test
  void find_neverPut_isEmpty() throws IOException {
    assertThat(index().find(REGISTRY, SERDE)).isEmpty();
  }

  @Test
  void find_afterPut_givesTheSameCopy() throws IOException {
    IndexCopy copy = IndexCopy.of(indexFile("serde", "1.0.0"), VALIDATORS, NOW);

    index().put(REGISTRY, SERDE, copy);

    assertThat(index().find(REGISTRY, SERDE)).contains(copy);
  }

  @Test
  void find_withoutValidators_givesNone() throws IOException {
    index().put(REGISTRY, SERDE, IndexCopy.of(indexFile("serde"), Validators.NONE, NOW));

    assertThat(index().find(REGISTRY, SERDE).orElseThrow().upstream()).isEqualTo(Validators.NONE);
  }

  @Test
  void find_inAnotherCase_isTheSameCrate() throws IOException {
    put("1.0.0");

    assertThat(index().find(REGISTRY, new CrateName("Serde"))).isPresent();
  }

  @Test
  void find_inAnotherRegistry_isEmpty() throws IOException {
    put("1.0.0");

    assertThat(index().find("corp", SERDE)).isEmpty();
  }

  @Test
  void put_again_replaces() throws IOException {
    put("1.0.0");
    put("1.0.0", "1.0.1");

    assertThat(index().find(REGISTRY, SERDE).orElseThrow().body())
        .isEqualTo(indexFile("serde", "1.0.0", "1.0.1"));
  }

  @Test
  void put_megabytes_givesThemBack() throws IOException {
    byte[] body = Samples.bytes(7, 3_000_000);

    index().put(REGISTRY, SERDE, IndexCopy.of(body, VALIDATORS, NOW));

    assertThat(index().find(REGISTRY, SERDE).orElseThrow().body()).isEqualTo(body);
  }

  @Test
  void put_malformedOverAnotherCopy_isRefusedAndLeavesThat() throws IOException {
    put("1.0.0");
    IndexCopy html = IndexCopy.of("<html>".getBytes(StandardCharsets.UTF_8), VALIDATORS, NOW);

    assertThatExceptionOfType(MalformedIndexException.class)
        .isThrownBy(() -> index().put(REGISTRY, SERDE, html));

    assertThat(index().find(REGISTRY, SERDE).orElseThrow().body())
        .isEqualTo(indexFile("serde", "1.0.0"));
  }

  @Test
  void confirm_kept_changesTheTimeAndTheValidatorsOnly() throws IOException {
    put("1.0.0");
    Instant later = NOW.plusSeconds(60);
    Validators changed = new Validators(Optional.of("\"def\""), Optional.empty());

    index().confirm(REGISTRY, SERDE, changed, later);

    assertThat(index().find(REGISTRY, SERDE))
        .contains(IndexCopy.of(indexFile("serde", "1.0.0"), changed, later));
  }

  @Test
  void confirm_neverPut_keepsNothing() throws IOException {
    index().confirm(REGISTRY, SERDE, VALIDATORS, NOW);

    assertThat(index().find(REGISTRY, SERDE)).isEmpty();
  }

  @Test
  void onceListed_stillListed_isFalse() throws IOException {
    put("1.0.0");
    put("1.0.0", "1.0.1");

    assertThat(onceListed("1.0.0")).isFalse();
  }

  @Test
  void onceListed_droppedFromTheFile_isTrue() throws IOException {
    put("1.0.0", "1.0.1");
    put("1.0.1");

    assertThat(onceListed("1.0.0")).isTrue();
    assertThat(onceListed("1.0.1")).isFalse();
    assertThat(
            index().onceListed(REGISTRY, SERDE, new CrateVersion("1.0.0"), listed("other bytes")))
        .isFalse();
  }

  @Test
  void onceListed_manyChangesLater_isStillTrue() throws IOException {
    put("1.0.0");
    put("2.0.0");
    put("3.0.0");

    assertThat(onceListed("1.0.0")).isTrue();
    assertThat(onceListed("2.0.0")).isTrue();
  }

  @Test
  void onceListed_afterRemove_isTrueForAllOfIt() throws IOException {
    put("1.0.0", "1.0.1");

    index().remove(REGISTRY, SERDE);

    assertThat(index().find(REGISTRY, SERDE)).isEmpty();
    assertThat(onceListed("1.0.0")).isTrue();
    assertThat(onceListed("1.0.1")).isTrue();
  }

  @Test
  void onceListed_inAnotherRegistry_isFalse() throws IOException {
    put("1.0.0");
    index().remove(REGISTRY, SERDE);

    assertThat(index().onceListed("corp", SERDE, new CrateVersion("1.0.0"), listed("1.0.0")))
        .isFalse();
  }

  @Test
  void remove_neverPut_isHarmless() throws IOException {
    index().remove(REGISTRY, SERDE);

    assertThat(index().find(REGISTRY, SERDE)).isEmpty();
  }

  @Test
  void forgetAll_twoRegistries_forgetsOneOfThem() throws IOException {
    put("1.0.0");
    index().remove(REGISTRY, SERDE);
    put("1.0.1");
    index().put("corp", SERDE, IndexCopy.of(indexFile("serde"), VALIDATORS, NOW));

    assertThat(index().forgetAll(REGISTRY)).isEqualTo(1);

    assertThat(index().find(REGISTRY, SERDE)).isEmpty();
    assertThat(onceListed("1.0.0")).isFalse();
    assertThat(index().find("corp", SERDE)).isPresent();
  }
}
