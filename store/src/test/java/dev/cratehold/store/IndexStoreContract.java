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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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

  private List<Republication> putChecksum(String checksumOf) throws IOException {
    byte[] body = Samples.indexLine("serde", "1.0.0", checksumOf);
    return index().put(REGISTRY, SERDE, IndexCopy.of(body, VALIDATORS, NOW));
  }

  private static Republication republication(String before, String now) {
    return new Republication(new CrateVersion("1.0.0"), listed(before), listed(now));
  }

  @Test
  void put_firstCopy_republishesNothing() throws IOException {
    assertThat(putChecksum("a")).isEmpty();
  }

  @Test
  void put_newAndDroppedVersions_republishNothing() throws IOException {
    put("1.0.0", "1.0.1");

    IndexCopy copy = IndexCopy.of(indexFile("serde", "1.0.1", "1.0.2"), VALIDATORS, NOW);
    assertThat(index().put(REGISTRY, SERDE, copy)).isEmpty();
  }

  @Test
  void put_otherChecksumThanTheLastCopy_isARepublicationOnce() throws IOException {
    putChecksum("a");

    assertThat(putChecksum("b")).containsExactly(republication("a", "b"));
    assertThat(putChecksum("b")).isEmpty();
    assertThat(index().onceListed(REGISTRY, SERDE, new CrateVersion("1.0.0"), listed("a")))
        .isTrue();
  }

  @Test
  void put_backToAnEarlierChecksum_isARepublication() throws IOException {
    putChecksum("a");
    putChecksum("b");

    assertThat(putChecksum("a")).containsExactly(republication("b", "a"));
  }

  @Test
  void put_versionThatWasDroppedComesBackWithOtherBytes_isARepublication() throws IOException {
    putChecksum("a");
    put("2.0.0");

    assertThat(putChecksum("b")).containsExactly(republication("a", "b"));
  }

  @Test
  void put_versionThatWasDroppedComesBackAsItWas_isNone() throws IOException {
    putChecksum("a");
    put("2.0.0");

    assertThat(putChecksum("a")).isEmpty();
  }

  @Test
  void put_removedCrateComesBackWithOtherBytes_isARepublication() throws IOException {
    putChecksum("a");
    index().remove(REGISTRY, SERDE);

    assertThat(putChecksum("b")).containsExactly(republication("a", "b"));
  }

  @Test
  void put_lineAddedForAVersionThatIsListed_isARepublication() throws IOException {
    putChecksum("a");
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(Samples.indexLine("serde", "1.0.0", "a"));
    both.writeBytes(Samples.indexLine("serde", "1.0.0", "b"));

    assertThat(index().put(REGISTRY, SERDE, IndexCopy.of(both.toByteArray(), VALIDATORS, NOW)))
        .containsExactly(republication("a", "b"));
  }

  private void putNames(String... names) throws IOException {
    for (String name : names) {
      index().put(REGISTRY, new CrateName(name), IndexCopy.of(new byte[0], VALIDATORS, NOW));
    }
  }

  private List<String> found(String text) throws IOException {
    return index().search(REGISTRY, text, 100, 0).names().stream().map(CrateName::value).toList();
  }

  @Test
  void search_exactPrefixAndOthers_comeInThisOrderAndByName() throws IOException {
    putNames("my-serde", "serde_json", "a-serde", "serde", "serde-yaml", "rand");

    assertThat(found("serde"))
        .containsExactly("serde", "serde-yaml", "serde_json", "a-serde", "my-serde");
  }

  @Test
  void search_hyphenUnderscoreAndCase_areEqual() throws IOException {
    putNames("serde_json", "Serde-Yaml");

    assertThat(found("SERDE-JSON")).containsExactly("serde_json");
    assertThat(found("serde_y")).containsExactly("serde-yaml");
  }

  @Test
  void search_charactersThatPatternsUse_areOrdinary() throws IOException {
    putNames("serde", "rand");

    assertThat(found("%")).isEmpty();
    assertThat(found("s*")).isEmpty();
  }

  @Test
  void search_nothing_findsAll() throws IOException {
    putNames("serde", "rand");

    assertThat(found("")).containsExactly("rand", "serde");
  }

  @Test
  void search_page_saysHowManyThereAreInAll() throws IOException {
    putNames("serde1", "serde2", "serde3", "serde4", "serde5");

    SearchResult page = index().search(REGISTRY, "serde", 2, 2);

    assertThat(page)
        .isEqualTo(new SearchResult(List.of(new CrateName("serde3"), new CrateName("serde4")), 5));
    assertThat(index().search(REGISTRY, "serde", 0, 0).total()).isEqualTo(5);
  }

  @Test
  void search_anotherRegistry_findsNothing() throws IOException {
    putNames("serde");

    assertThat(index().search("corp", "serde", 10, 0)).isEqualTo(new SearchResult(List.of(), 0));
  }

  private List<String> changesSince(long revision) throws IOException {
    return index().changesSince(REGISTRY, revision, 100).stream()
        .map(change -> change.name().value())
        .toList();
  }

  private long lastRevision() throws IOException {
    return index().changesSince(REGISTRY, 0, 100).stream()
        .mapToLong(IndexChange::revision)
        .max()
        .orElse(0);
  }

  @Test
  void changesSince_nothing_givesEachNameOnceByItsLastChange() throws IOException {
    putNames("zlib", "bar", "serde");
    put("1.0.0");
    put("1.0.0", "1.1.0");

    assertThat(changesSince(0)).containsExactly("zlib", "bar", "serde");
  }

  @Test
  void changesSince_theLastRevision_givesWhatCameChangedOrWentAfterIt() throws IOException {
    putNames("zlib", "bar", "serde");
    long revision = lastRevision();

    put("1.0.0", "1.1.0");
    index().remove(REGISTRY, new CrateName("bar"));
    putNames("new");

    assertThat(changesSince(revision)).containsExactly("serde", "bar", "new");
    assertThat(changesSince(lastRevision())).isEmpty();
  }

  @Test
  void changesSince_sameBytesOrConfirmed_isNoChange() throws IOException {
    put("1.0.0");
    long revision = lastRevision();

    put("1.0.0");
    index().confirm(REGISTRY, SERDE, VALIDATORS, NOW.plusSeconds(1));

    assertThat(changesSince(revision)).isEmpty();
  }

  @Test
  void changesSince_limit_givesTheFirstOnes() throws IOException {
    putNames("zlib", "bar", "serde");

    assertThat(index().changesSince(REGISTRY, 0, 2))
        .extracting(change -> change.name().value())
        .containsExactly("zlib", "bar");
  }

  @Test
  void changesSince_forgottenAll_allWent() throws IOException {
    putNames("zlib", "bar");
    long revision = lastRevision();

    index().forgetAll(REGISTRY);

    assertThat(changesSince(revision)).containsExactlyInAnyOrder("zlib", "bar");
  }

  @Test
  void changesSince_anotherRegistry_hasNone() throws IOException {
    put("1.0.0");

    assertThat(index().changesSince("corp", 0, 10)).isEmpty();
  }

  @Test
  void namesAfter_pages_giveEveryNameOnceInOrder() throws IOException {
    putNames("zlib", "Bar", "serde");

    assertThat(index().namesAfter(REGISTRY, "", 2))
        .extracting(CrateName::value)
        .containsExactly("bar", "serde");
    assertThat(index().namesAfter(REGISTRY, "serde", 2))
        .extracting(CrateName::value)
        .containsExactly("zlib");
  }
}
