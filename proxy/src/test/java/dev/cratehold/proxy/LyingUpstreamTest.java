package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.store.Alert;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an upstream says that contradicts itself or what it said before.
class LyingUpstreamTest {
  private static final Duration TTL = Duration.ofSeconds(61);
  private static final Duration A_DAY = Duration.ofDays(1);

  private final List<TestCrate> versions =
      IntStream.range(0, 5)
          .mapToObj(minor -> CrateBuilder.crate("foo", "1." + minor + ".0").build())
          .toList();
  private final TestCrate foo = versions.getFirst();
  private final TestCrate other = versions.getLast();

  @TempDir private Path data;
  private ProxyFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = ProxyFixture.open(data);
    fixture.registry.publish(versions);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void crate_listedButNotThere_failsAloneAndIsAskedForAgainAfterHalfAMinute() throws IOException {
    fixture.registry.when(foo).then(Fault.status(404));
    String path = fixture.registry.downloadPath(foo);

    assertInconsistent();
    assertInconsistent();
    assertThat(fixture.registry.log().count(path)).isEqualTo(1);
    assertThat(fixture.fetch(other)).isEqualTo(other.file());

    fixture.clock.advance(Duration.ofSeconds(31));
    assertInconsistent();
    assertThat(fixture.registry.log().count(path)).isEqualTo(2);
    assertThat(fixture.alerts(Alert.Kind.INCONSISTENT_UPSTREAM))
        .extracting(Alert::version)
        .containsExactly(Optional.of(foo.version()));

    fixture.registry.heal();
    fixture.clock.advance(Duration.ofSeconds(31));
    assertThat(fixture.fetch(foo)).isEqualTo(foo.file());
  }

  private void assertInconsistent() {
    assertThatThrownBy(() -> fixture.fetch(foo))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> assertThat(e.kind()).isEqualTo(UpstreamException.Kind.INCONSISTENT));
  }

  @Test
  void crate_deletedUpstreamAMomentAgo_isMissingAndNoAlert() throws IOException {
    fixture.index(foo);
    fixture.clock.advance(Duration.ofSeconds(5));
    fixture.registry.putIndexFile("foo", lines(versions.subList(1, 5)));
    fixture.registry.when(foo).then(Fault.status(403));

    assertThat(fixture.reply(foo)).isInstanceOf(CrateReply.Missing.class);
    assertThat(fixture.reply(foo)).isInstanceOf(CrateReply.Missing.class);

    assertThat(fixture.registry.log().count(fixture.registry.downloadPath(foo))).isEqualTo(1);
    assertThat(fixture.alerts(Alert.Kind.INCONSISTENT_UPSTREAM)).isEmpty();
  }

  @Test
  void crate_notThereAndIndexFails_isAFailureAndNotMissing() throws IOException {
    fixture.index(foo);
    fixture.clock.advance(Duration.ofSeconds(5));
    fixture.registry.when("/index/3/.*").then(Fault.status(500));
    fixture.registry.when(foo).then(Fault.status(404));
    assertInconsistent();
  }

  @Test
  void crate_wrongBytes_raisesAnAlertAndHealsAtOnce() throws IOException {
    fixture.registry.when(foo).then(Fault.corrupt());
    assertThatThrownBy(() -> fixture.fetch(foo)).isInstanceOf(WrongBytesException.class);
    assertThat(fixture.alerts(Alert.Kind.WRONG_BYTES))
        .extracting(Alert::version)
        .containsExactly(Optional.of(foo.version()));
    fixture.registry.heal();
    assertThat(fixture.fetch(foo)).isEqualTo(foo.file());
  }

  @Test
  void index_republishedVersion_raisesAnAlertAndBothFilesAreServed() throws IOException {
    fixture.fetch(foo);
    TestCrate again = CrateBuilder.crate("foo", "1.0.0").file("src/new.rs", "// new").build();
    fixture.registry.replace(again);
    fixture.clock.advance(TTL);

    assertThat(fixture.fetch(again)).isEqualTo(again.file());
    assertThat(fixture.fetch(foo)).isEqualTo(foo.file());

    assertThat(fixture.alerts(Alert.Kind.REPUBLISHED))
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.version()).contains(foo.version());
          assertThat(alert.sentence()).contains(foo.checksum().hex(), again.checksum().hex());
        });
  }

  @Test
  void index_mostVersionsGone_isNotBelievedForADay() throws IOException {
    String before = body();
    fixture.registry.putIndexFile("foo", lines(versions.subList(0, 2)));
    fixture.clock.advance(TTL);

    IndexReply.Found doubted = fixture.index(foo);
    assertThat(doubted.status()).isEqualTo(CacheStatus.STALE);
    assertThat(doubted.age()).isEqualTo(TTL);
    assertThat(body()).isEqualTo(before);
    assertThat(fixture.alerts(Alert.Kind.SHRUNKEN_INDEX))
        .singleElement()
        .satisfies(alert -> assertThat(alert.sentence()).contains("lacks 3 versions"));

    fixture.clock.advance(A_DAY.minusSeconds(1));
    assertThat(body()).isEqualTo(before);
    fixture.clock.advance(TTL);
    assertThat(body()).isNotEqualTo(before).contains(foo.checksum().hex());
    assertThat(fixture.index(foo).status()).isEqualTo(CacheStatus.HIT);
    assertThat(fixture.fetch(other)).isEqualTo(other.file());
  }

  @Test
  void index_mostVersionsGone_asksTheUpstreamNoMoreOftenThanElse() throws IOException {
    body();
    fixture.registry.putIndexFile("foo", lines(versions.subList(0, 2)));
    fixture.clock.advance(TTL);
    long asked = fixture.registry.log().count("/index/3/f/foo");
    body();
    body();
    assertThat(fixture.proxy.indexFromMemory(foo.name())).isPresent();
    assertThat(fixture.registry.log().count("/index/3/f/foo")).isEqualTo(asked + 1);
  }

  @Test
  void index_versionsComeBack_isBelievedAndLaterDoubtBeginsAnew() throws IOException {
    body();
    fixture.registry.putIndexFile("foo", lines(versions.subList(0, 2)));
    fixture.clock.advance(TTL);
    body();
    fixture.registry.putIndexFile("foo", lines(versions));
    fixture.clock.advance(TTL);
    assertThat(fixture.index(foo).status()).isEqualTo(CacheStatus.REVALIDATED);
    fixture.registry.putIndexFile("foo", lines(versions.subList(0, 2)));
    fixture.clock.advance(A_DAY.plus(TTL));
    assertThat(fixture.index(foo).status()).isEqualTo(CacheStatus.STALE);
  }

  @Test
  void index_fewVersionsGone_isBelievedAtOnce() throws IOException {
    body();
    fixture.registry.putIndexFile("foo", lines(versions.subList(0, 3)));
    fixture.clock.advance(TTL);
    assertThat(body()).doesNotContain(other.checksum().hex());
    fixture.registry.putIndexFile("foo", lines(versions.subList(0, 1)));
    fixture.clock.advance(TTL);
    assertThat(fixture.index(foo).status()).isEqualTo(CacheStatus.MISS);
    assertThat(fixture.alerts(Alert.Kind.SHRUNKEN_INDEX)).isEmpty();
  }

  @Test
  void index_crateGone_isBelievedAtOnce() throws IOException {
    body();
    fixture.registry.remove("foo");
    fixture.clock.advance(TTL);
    assertThat(fixture.proxy.index(foo.name(), Wish.AS_KEPT))
        .isInstanceOf(IndexReply.Missing.class);
  }

  private String body() throws IOException {
    return new String(fixture.index(foo).copy().body(), StandardCharsets.UTF_8);
  }

  private static byte[] lines(List<TestCrate> crates) {
    return crates.stream()
        .map(TestCrate::indexLine)
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }
}
