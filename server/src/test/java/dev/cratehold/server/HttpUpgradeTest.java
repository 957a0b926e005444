package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpUpgradeTest {
  /// What cargo 1.95 sends: 100 streams, a window of 64 KB, no push.
  private static final String CARGO = "AAMAAABkAAQAAQAAAAIAAAAA";

  /// The same with a window of 32 MB, as libcurl 7.88 sends it.
  private static final String OLD_LIBCURL = "AAMAAABkAAQCAAAAAAIAAAAA";

  @Test
  void filtered_windowOfCargo_isKept() {
    assertThat(HttpUpgrade.filtered(get(CARGO))).isEqualTo(get(CARGO));
  }

  @Test
  void filtered_windowOfOldLibcurl_losesTheUpgrade() {
    assertThat(HttpUpgrade.filtered(get(OLD_LIBCURL)))
        .isEqualTo(get(OLD_LIBCURL).replace("Upgrade: h2c\r\n", ""));
  }

  @Test
  void filtered_unreadableOrMissingSettings_losesTheUpgrade() {
    assertThat(HttpUpgrade.filtered(get("AAM"))).doesNotContain("Upgrade: h2c");
    assertThat(HttpUpgrade.filtered("GET / HTTP/1.1\r\nupgrade:h2c\r\n\r\n"))
        .isEqualTo("GET / HTTP/1.1\r\n\r\n");
  }

  @Test
  void filtered_settingsTwice_losesTheUpgrade() {
    String twice = get(CARGO).replace("Accept:", "HTTP2-Settings: " + CARGO + "\r\nAccept:");
    assertThat(HttpUpgrade.filtered(twice)).doesNotContain("Upgrade: h2c");
  }

  @Test
  void filtered_connectionDoesNotNameBoth_losesTheUpgrade() {
    assertThat(HttpUpgrade.filtered(get(CARGO).replace("Upgrade, HTTP2-Settings", "Upgrade")))
        .doesNotContain("Upgrade: h2c");
    assertThat(HttpUpgrade.filtered(get(CARGO).replace("Upgrade, HTTP2-Settings", "close")))
        .doesNotContain("Upgrade: h2c");
  }

  private static String get(String settings) {
    return "GET /crates-io/config.json HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
        + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: "
        + settings
        + "\r\nAccept: text/plain\r\n\r\n";
  }
}
