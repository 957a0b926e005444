package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.FakeRegistryBuilder;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.IndexValidators;
import dev.cratehold.testing.RecordedRequest;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamResumeTest {
  private static final TestCrate CRATE =
      CrateBuilder.crate("foo", "1.0.0").payload(100_000, 1).build();
  private static final String DL = "/dl/.*";
  private static final int HERE = 40_000;

  /// What came of a download: where it began, how long its file is, and its bytes.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Received(long offset, long length, byte[] bytes) {}

  private static FakeRegistry start(FakeRegistryBuilder registry) {
    return registry.start().publish(CRATE);
  }

  private static Optional<String> validator(FakeRegistry registry) throws Exception {
    try (Upstream upstream = Upstreams.of(registry);
        Download download = upstream.download(CRATE.name(), CRATE.version(), CRATE.checksum())) {
      return download.validator();
    }
  }

  private static Received resume(FakeRegistry registry, Optional<String> validator)
      throws IOException, InterruptedException {
    try (Upstream upstream = Upstreams.of(registry);
        Download download =
            upstream.download(
                CRATE.name(),
                CRATE.version(),
                CRATE.checksum(),
                new Resumption(HERE, validator, Optional.of(registry.sparseUrl())))) {
      return new Received(
          download.offset(), download.length().orElse(-1), download.body().readAllBytes());
    }
  }

  private static UpstreamException failedResume(FakeRegistry registry) {
    return catchThrowableOfType(UpstreamException.class, () -> resume(registry, Optional.empty()));
  }

  private static Map<String, String> lastHeaders(FakeRegistry registry) {
    RecordedRequest last = registry.log().matching(DL).getLast();
    return last.headers();
  }

  private static void isRest(Received received) {
    assertThat(received.offset()).isEqualTo(HERE);
    assertThat(received.length()).isEqualTo(CRATE.size());
    assertThat(received.bytes()).isEqualTo(Arrays.copyOfRange(CRATE.file(), HERE, CRATE.size()));
  }

  private static void isWhole(Received received) {
    assertThat(received.offset()).isZero();
    assertThat(received.length()).isEqualTo(CRATE.size());
    assertThat(received.bytes()).isEqualTo(CRATE.file());
  }

  @ParameterizedTest
  @CsvSource({"ETAG", "LAST_MODIFIED", "BOTH"})
  void download_resumedWithValidator_isTheRestUnderIfRange(IndexValidators validators)
      throws Exception {
    try (FakeRegistry registry = start(FakeRegistry.builder().downloadValidators(validators))) {
      Optional<String> validator = validator(registry);

      isRest(resume(registry, validator));

      assertThat(lastHeaders(registry))
          .containsEntry("range", "bytes=40000-")
          .containsEntry("if-range", validator.orElseThrow())
          .containsEntry("accept-encoding", "identity");
    }
  }

  @Test
  void download_resumedWithoutValidator_isTheRest() throws Exception {
    try (FakeRegistry registry =
        start(FakeRegistry.builder().downloadValidators(IndexValidators.WEAK_ETAG))) {
      Optional<String> validator = validator(registry);
      assertThat(validator).as("a weak one, which must not be sent with If-Range").isEmpty();

      isRest(resume(registry, validator));

      assertThat(lastHeaders(registry)).doesNotContainKey("if-range");
    }
  }

  @Test
  void download_resumedAfterChange_comesWhole() throws Exception {
    try (FakeRegistry registry = start(FakeRegistry.builder())) {
      isWhole(resume(registry, Optional.of("\"another\"")));
    }
  }

  @Test
  void download_resumedWhereRangesAreUnknown_comesWhole() throws Exception {
    try (FakeRegistry registry = start(FakeRegistry.builder().withoutRanges())) {
      isWhole(resume(registry, Optional.empty()));
    }
  }

  @Test
  void download_fromTheBeginning_asksForNoRange() throws Exception {
    try (FakeRegistry registry = start(FakeRegistry.builder())) {
      validator(registry);

      assertThat(lastHeaders(registry)).doesNotContainKeys("range", "if-range");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 0-99999/100000",
        "bytes 39999-99999/100000",
        "bytes 40000-50000/100000",
        "bytes 40000-99999/*",
        "bytes */100000",
        "none"
      })
  void download_resumedWithAnotherRange_isMalformed(String range) {
    try (FakeRegistry registry = start(FakeRegistry.builder())) {
      registry.when(DL).then(Fault.header("content-range", range));

      UpstreamException failure = failedResume(registry);

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
      assertThat(failure).hasMessageContaining("was asked for the bytes from 40000 on and sent");
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, -2, 0", "0, -1, 1"})
  void download_resumedWithAnotherRangeOfTheSameLength_isMalformed(int first, int last, int total) {
    String range =
        "bytes %d-%d/%d".formatted(HERE + first, CRATE.size() + last, CRATE.size() + total);
    try (FakeRegistry registry = start(FakeRegistry.builder())) {
      registry.when(DL).then(Fault.header("content-range", range));

      assertThat(failedResume(registry).kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
    }
  }

  @Test
  void download_resumedBehindItsEnd_isMalformed() {
    try (FakeRegistry registry = start(FakeRegistry.builder())) {
      registry.when(DL).then(Fault.status(416));

      UpstreamException failure = failedResume(registry);

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
      assertThat(failure).hasMessageContaining("it has nothing from byte 40000 on");
    }
  }

  @Test
  void download_partWithoutHavingBeenAsked_isMalformed() {
    try (FakeRegistry registry = start(FakeRegistry.builder())) {
      registry.when(DL).then(Fault.status(206));

      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> validator(registry));

      assertThat(failure.kind()).isEqualTo(UpstreamException.Kind.MALFORMED);
    }
  }

  @Test
  void resumption_negativeOffset_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> {
          var _ = new Resumption(-1, Optional.empty(), Optional.empty());
        });
  }
}
