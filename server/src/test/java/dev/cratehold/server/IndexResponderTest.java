package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndexResponderTest {
  @Test
  void acceptsGzip_offers_areRead() {
    assertThat(IndexResponder.acceptsGzip("deflate, gzip")).isTrue();
    assertThat(IndexResponder.acceptsGzip("GZIP;q=0.5")).isTrue();
    assertThat(IndexResponder.acceptsGzip("*")).isTrue();
    assertThat(IndexResponder.acceptsGzip(null)).isFalse();
    assertThat(IndexResponder.acceptsGzip("identity")).isFalse();
    assertThat(IndexResponder.acceptsGzip("gzip;q=0")).isFalse();
    assertThat(IndexResponder.acceptsGzip("*, gzip; q=0.0")).isFalse();
    assertThat(IndexResponder.acceptsGzip("br, zstd")).isFalse();
  }

  @Test
  void matches_entityTags_areComparedWeakly() {
    assertThat(IndexResponder.matches("\"a\"", "\"a\"")).isTrue();
    assertThat(IndexResponder.matches("\"x\", W/\"a\"", "\"a\"")).isTrue();
    assertThat(IndexResponder.matches("*", "\"a\"")).isTrue();
    assertThat(IndexResponder.matches("\"b\"", "\"a\"")).isFalse();
    assertThat(IndexResponder.matches(null, "\"a\"")).isFalse();
  }
}
