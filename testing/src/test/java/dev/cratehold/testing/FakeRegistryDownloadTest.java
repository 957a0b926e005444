package dev.cratehold.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// Downloads in part and in disguise.
class FakeRegistryDownloadTest {
  private static final TestCrate FOO =
      CrateBuilder.crate("foo", "1.0.0").payload(40_000, 1).build();
  private static final TestCrate OTHER =
      CrateBuilder.crate("foo", "1.0.0").payload(40_000, 2).build();
  private static final String FILE = "/dl/foo/1.0.0/download";

  private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

  @Test
  void range_fromAnOffset_givesTheRestAndSaysWhich() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      HttpResponse<byte[]> answer = send(from(registry, 1000));

      assertThat(answer.statusCode()).isEqualTo(206);
      assertThat(header(answer, "content-range"))
          .isEqualTo("bytes 1000-%d/%d".formatted(FOO.size() - 1, FOO.size()));
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(FOO.file(), 1000, FOO.size()));
    }
  }

  @Test
  void range_behindTheEnd_is416() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      HttpResponse<byte[]> answer = send(from(registry, FOO.size()));

      assertThat(answer.statusCode()).isEqualTo(416);
      assertThat(header(answer, "content-range")).isEqualTo("bytes */" + FOO.size());
    }
  }

  @Test
  void range_fileReplacedSince_givesTheNewOneWhole() throws Exception {
    for (IndexValidators kind : IndexValidators.values()) {
      FakeRegistryBuilder builder = FakeRegistry.builder().downloadValidators(kind);
      try (FakeRegistry registry = builder.start().publish(FOO)) {
        String tag = send(request(registry)).headers().firstValue("etag").orElse("\"none\"");
        boolean resumes = send(from(registry, 9).header("if-range", tag)).statusCode() == 206;
        assertThat(resumes).isEqualTo(kind == IndexValidators.ETAG || kind == IndexValidators.BOTH);

        registry.replace(OTHER);

        HttpResponse<byte[]> anew = send(from(registry, 9).header("if-range", tag));
        assertThat(anew.statusCode()).isEqualTo(200);
        assertThat(anew.body()).isEqualTo(OTHER.file());
      }
    }
  }

  @Test
  void range_ifRangeByDate_givesTheRest() throws Exception {
    FakeRegistryBuilder builder =
        FakeRegistry.builder().downloadValidators(IndexValidators.LAST_MODIFIED);
    try (FakeRegistry registry = builder.start().publish(FOO)) {
      String date = header(send(request(registry)), "last-modified");

      assertThat(send(from(registry, 9).header("if-range", date)).statusCode()).isEqualTo(206);
      assertThat(send(from(registry, 9).header("if-range", "Thu, 01 Jan 1970 00:00:00 GMT")))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(200);
    }
  }

  @Test
  void range_registryWithoutRanges_givesTheWhole() throws Exception {
    try (FakeRegistry registry = FakeRegistry.builder().withoutRanges().start().publish(FOO)) {
      HttpResponse<byte[]> answer = send(from(registry, 1000));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(FOO.file());
      assertThat(answer.headers().firstValue("accept-ranges")).isEmpty();
    }
  }

  @Test
  void reset_inARange_breaksWithinTheRest() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      registry.when(FOO).times(1).then(Fault.resetAfter(0.5));

      assertThatThrownBy(() -> send(from(registry, 1000))).isInstanceOf(IOException.class);
      assertThat(send(from(registry, 1000)).statusCode()).isEqualTo(206);
      assertThat(registry.log().all()).allMatch(r -> r.header("range").isPresent());
    }
  }

  @Test
  void gzip_nobodyAskedForIt_isCompressedOnceMoreAndSaysSo() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      registry.when(FOO).then(Fault.gzip());

      HttpResponse<byte[]> answer = send(request(registry));

      assertThat(header(answer, "content-encoding")).isEqualTo("gzip");
      assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
          .isEqualTo(FOO.file());
    }
  }

  private static HttpRequest.Builder request(FakeRegistry registry) {
    return HttpRequest.newBuilder(registry.indexUrl().resolve(FILE))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpRequest.Builder from(FakeRegistry registry, int offset) {
    return request(registry).header("range", "bytes=" + offset + "-");
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }
}
