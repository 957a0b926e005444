package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Index files that come from a catalog.
class OfferTest {
  private static final CrateName FOO = new CrateName("foo");

  private final TestCrate first = CrateBuilder.crate("foo", "1.0.0").build();
  private final TestCrate second = CrateBuilder.crate("foo", "1.1.0").build();

  @TempDir private Path data;
  private ProxyFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = ProxyFixture.open(data);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  private static byte[] lines(TestCrate... crates) {
    StringBuilder lines = new StringBuilder();
    for (TestCrate crate : crates) {
      lines.append(crate.indexLine()).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] kept() throws IOException {
    return fixture.store.index().find(ProxyFixture.MOUNT, FOO).orElseThrow().body();
  }

  @Test
  void offer_nothingHere_isTakenAndComparedWithTheUpstreamWhenAskedFor() throws IOException {
    fixture.registry.publish(first, second);

    assertThat(fixture.proxy.offer(FOO, lines(first))).isEqualTo(Offer.TAKEN);

    assertThat(kept()).isEqualTo(lines(first));
    assertThat(fixture.registry.log().all()).isEmpty();
    assertThat(fixture.index(first).copy().body()).isEqualTo(lines(first, second));
  }

  @Test
  void offer_another_leavesTheCopy() throws IOException {
    fixture.registry.publish(first, second);
    byte[] copy = fixture.index(first).copy().body();

    assertThat(fixture.proxy.offer(FOO, lines(first))).isEqualTo(Offer.DIFFERS);
    assertThat(fixture.proxy.offer(FOO, copy)).isEqualTo(Offer.SAME);

    assertThat(kept()).isEqualTo(copy);
    assertThat(fixture.index(first).copy().body()).isEqualTo(copy);
  }

  @Test
  void offer_anotherCratesFile_isRefused() throws IOException {
    assertThatExceptionOfType(MalformedIndexException.class)
        .isThrownBy(() -> fixture.proxy.offer(new CrateName("bar"), lines(first)));

    assertThat(fixture.store.index().find(ProxyFixture.MOUNT, new CrateName("bar"))).isEmpty();
  }
}
