package dev.cratehold.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.registry.ApiLookup;
import dev.cratehold.registry.CrateName;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.Fault;
import dev.cratehold.testing.TestCrate;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Look-ups in the web API, passed on or answered from index files.
class WebApiTest {
  private static final ApiLookup SEARCH = new ApiLookup.Search("foo", 10, 1);
  private static final String SEARCH_PATH = ApiLookup.CRATES;

  private final TestCrate foo = CrateBuilder.crate("foo", "1.0.0").build();
  private final TestCrate fooBar = CrateBuilder.crate("Foo-bar", "0.2.0").build();
  private final TestCrate older = CrateBuilder.crate("Foo-bar", "0.1.9").build();

  @TempDir private Path data;

  @Test
  void api_search_isPassedOnOnceInFiveMinutes() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.publish(foo);
      assertThat(found(fixture, SEARCH).json()).asString().contains("About foo");
      fixture.clock.advance(Duration.ofSeconds(299));
      assertThat(found(fixture, SEARCH).status()).isEqualTo(CacheStatus.HIT);
      assertThat(asked(fixture)).isEqualTo(1);
      assertThat(fixture.proxy.statistics().lookups().found())
          .containsEntry(CacheStatus.MISS, 1L)
          .containsEntry(CacheStatus.HIT, 1L);
    }
  }

  @Test
  void api_upstreamFailsLater_answersStaleAndRecovers() throws Exception {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.publish(foo);
      byte[] first = found(fixture, SEARCH).json();
      fixture.registry.when("/api/.*").then(Fault.status(503));
      fixture.clock.advance(Duration.ofMinutes(6));
      ApiReply.Found stale = found(fixture, SEARCH);
      assertThat(stale.status()).isEqualTo(CacheStatus.STALE);
      assertThat(stale.json()).isEqualTo(first);
    }
  }

  @Test
  void api_upstreamFailsAtOnce_isAFailure() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      fixture.registry.when("/api/.*").then(Fault.status(503));
      assertThatThrownBy(() -> fixture.proxy.api(SEARCH)).isInstanceOf(UpstreamException.class);
      assertThat(fixture.proxy.statistics().lookups().failed()).isEqualTo(1);
    }
  }

  @Test
  void api_noSuchCrate_isMissingForHalfAMinute() throws IOException {
    ApiLookup crate = new ApiLookup.Crate(new CrateName("foo"));
    try (ProxyFixture fixture = ProxyFixture.open(data)) {
      assertThat(fixture.proxy.api(crate)).isInstanceOf(ApiReply.Missing.class);
      fixture.registry.publish(foo);
      assertThat(fixture.proxy.api(crate)).isInstanceOf(ApiReply.Missing.class);
      fixture.clock.advance(Duration.ofSeconds(30));
      assertThat(found(fixture, crate).json()).asString().contains("\"name\":\"foo\"");
    }
  }

  @Test
  void api_registryHasNone_searchesTheIndexFilesThatAreHere() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data, FakeRegistry.builder().withoutWebApi())) {
      fixture.registry.publish(older, fooBar, foo);
      assertThat(text(fixture, SEARCH)).isEqualTo("{\"crates\":[],\"meta\":{\"total\":0}}");
      fixture.index(fooBar);
      fixture.index(foo);

      assertThat(text(fixture, SEARCH))
          .containsSubsequence(
              "\"name\":\"foo\"",
              "\"max_version\":\"1.0.0\"",
              "\"name\":\"Foo-bar\"",
              "\"max_version\":\"0.2.0\"",
              "\"total\":2");
      assertThat(text(fixture, new ApiLookup.Search("foo", 1, 2)))
          .contains("Foo-bar", "\"total\":2")
          .doesNotContain("\"foo\"");
      assertThat(text(fixture, new ApiLookup.Search("foo", 100, 999_999_999)))
          .contains("\"crates\":[]");
    }
  }

  @Test
  void api_registryHasNone_describesACrateByItsIndexFile() throws IOException {
    try (ProxyFixture fixture = ProxyFixture.open(data, FakeRegistry.builder().withoutWebApi())) {
      fixture.registry.publish(older, fooBar);
      assertThat(text(fixture, new ApiLookup.Crate(new CrateName("foo-bar"))))
          .contains("\"id\":\"Foo-bar\"")
          .containsSubsequence("\"num\":\"0.2.0\"", "\"num\":\"0.1.9\"");
      assertThat(fixture.proxy.api(new ApiLookup.Crate(foo.name())))
          .isInstanceOf(ApiReply.Missing.class);
      assertThat(fixture.proxy.api(new ApiLookup.Owners(fooBar.name())))
          .isInstanceOf(ApiReply.Missing.class);
      assertThat(fixture.proxy.statistics().lookups().missing()).isEqualTo(2);
    }
  }

  private static long asked(ProxyFixture fixture) {
    return fixture.registry.log().matching(SEARCH_PATH + ".*").size();
  }

  private static ApiReply.Found found(ProxyFixture fixture, ApiLookup lookup) throws IOException {
    return (ApiReply.Found) fixture.proxy.api(lookup);
  }

  private static String text(ProxyFixture fixture, ApiLookup lookup) throws IOException {
    return new String(found(fixture, lookup).json(), StandardCharsets.UTF_8);
  }
}
