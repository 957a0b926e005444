package dev.cratehold.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FakeRegistryWebApiTest {
  private static final TestCrate FOO = CrateBuilder.crate("foo", "1.0.0+meta").build();
  private static final TestCrate FOO_BAR = CrateBuilder.crate("foo-bar", "0.2.0").build();

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void search_text_givesThePageAndTheTotal() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO, FOO_BAR)) {
      assertThat(get(registry, "?q=bar&per_page=10").body())
          .contains("\"name\":\"foo-bar\"", "\"max_version\":\"0.2.0\"", "\"total\":1")
          .doesNotContain("\"name\":\"foo\"");
      assertThat(get(registry, "?q=foo&per_page=1&page=2").body())
          .contains("\"name\":\"foo-bar\"", "\"total\":2")
          .doesNotContain("\"name\":\"foo\"");
    }
  }

  @Test
  void lookUps_ofACrate_tellOfItsVersionsAndOwners() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      assertThat(get(registry, "/foo").body())
          .contains("\"id\":\"foo\"", "\"num\":\"1.0.0+meta\"", FOO.checksum().hex());
      assertThat(get(registry, "/foo/1.0.0%2Bmeta").body()).contains("\"num\":\"1.0.0+meta\"");
      assertThat(get(registry, "/foo/owners").body()).contains("\"login\":\"owner\"");
    }
  }

  @Test
  void lookUps_ofWhatIsNotThere_are404AsJson() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start().publish(FOO)) {
      for (String missing : new String[] {"/bar", "/bar/owners", "/foo/9.9.9"}) {
        HttpResponse<String> answer = get(registry, missing);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("{\"errors\":[{\"detail\":");
      }
    }
  }

  @Test
  void lookUps_registryWithoutWebApi_areUnknown() throws Exception {
    try (FakeRegistry registry = FakeRegistry.builder().withoutWebApi().start().publish(FOO)) {
      assertThat(get(registry, "/foo").statusCode()).isEqualTo(404);
      assertThat(get(registry, "/foo").body()).doesNotContain("errors");
      assertThat(ask(registry, "/index/config.json").body()).doesNotContain("\"api\"");
    }
  }

  private HttpResponse<String> get(FakeRegistry registry, String below) throws Exception {
    return ask(registry, "/api/v1/crates" + below);
  }

  private HttpResponse<String> ask(FakeRegistry registry, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(registry.indexUrl().resolve(path))
            .timeout(Duration.ofSeconds(20))
            .build(),
        BodyHandlers.ofString());
  }
}
