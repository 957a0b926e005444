package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UpgradeFilterTest {
  /// What cargo 1.95 sends: 100 streams, a window of 64 KB, no push.
  private static final String CARGO = "AAMAAABkAAQAAQAAAAIAAAAA";

  /// The same with a window of 32 MB, as libcurl 7.88 sends it.
  private static final String OLD_LIBCURL = "AAMAAABkAAQCAAAAAAIAAAAA";

  @Test
  void filtered_windowOfCargo_isKept() {
    assertThat(UpgradeFilter.filtered(get(CARGO))).isEqualTo(get(CARGO));
  }

  @Test
  void filtered_windowOfOldLibcurl_losesTheUpgrade() {
    assertThat(UpgradeFilter.filtered(get(OLD_LIBCURL)))
        .isEqualTo(get(OLD_LIBCURL).replace("Upgrade: h2c\r\n", ""));
  }

  @Test
  void filtered_unreadableOrMissingSettings_losesTheUpgrade() {
    assertThat(UpgradeFilter.filtered(get("AAM"))).doesNotContain("Upgrade: h2c");
    assertThat(UpgradeFilter.filtered("GET / HTTP/1.1\r\nupgrade:h2c\r\n\r\n"))
        .isEqualTo("GET / HTTP/1.1\r\n\r\n");
  }

  @Test
  void filtered_requestWithBody_losesTheUpgrade() {
    String put = get(CARGO).replace("Host", "Content-Length: 12\r\nHost");
    assertThat(UpgradeFilter.filtered(put)).doesNotContain("Upgrade: h2c");
    String empty = get(CARGO).replace("Host", "Content-Length: 0\r\nHost");
    assertThat(UpgradeFilter.filtered(empty)).isEqualTo(empty);
  }

  @Test
  void channelRead_headInPieces_isFilteredOnceWhole() {
    EmbeddedChannel channel = new EmbeddedChannel(new UpgradeFilter());
    for (char c : get(OLD_LIBCURL).toCharArray()) {
      channel.writeInbound(bytes(String.valueOf(c)));
    }
    assertThat(read(channel)).isEqualTo(get(OLD_LIBCURL).replace("Upgrade: h2c\r\n", ""));
    channel.writeInbound(bytes("next"));
    assertThat(read(channel)).isEqualTo("next");
    channel.finishAndReleaseAll();
  }

  @Test
  void channelRead_linesEndInLineFeedsAlone_isPassedOnWithoutWaiting() {
    EmbeddedChannel channel = new EmbeddedChannel(new UpgradeFilter());
    channel.writeInbound(bytes("GET / HTTP/1.1\nHost: h\n\n"));
    assertThat(read(channel)).isEqualTo("GET / HTTP/1.1\nHost: h\n\n");
    channel.finishAndReleaseAll();
  }

  @Test
  void channelRead_bodyBehindTheHead_isPassedOn() {
    EmbeddedChannel channel = new EmbeddedChannel(new UpgradeFilter());
    channel.writeInbound(bytes(get(OLD_LIBCURL) + "GET /2 HTTP/1.1\r\n\r\n"));
    assertThat(read(channel))
        .isEqualTo(get(OLD_LIBCURL).replace("Upgrade: h2c\r\n", "") + "GET /2 HTTP/1.1\r\n\r\n");
    channel.finishAndReleaseAll();
  }

  @Test
  void channelRead_endlessHead_goesToTheDecoder() {
    EmbeddedChannel channel = new EmbeddedChannel(new UpgradeFilter());
    channel.writeInbound(bytes("GET /" + "a".repeat(UpgradeFilter.MAX_HEAD)));
    assertThat(read(channel)).hasSize(UpgradeFilter.MAX_HEAD + 5);
    channel.finishAndReleaseAll();
  }

  @Test
  void channelRead_endlessHeadByteByByte_goesToTheDecoder() {
    EmbeddedChannel channel = new EmbeddedChannel(new UpgradeFilter());
    for (int i = 0; i <= UpgradeFilter.MAX_HEAD; i++) {
      channel.writeInbound(bytes("G"));
    }
    assertThat(read(channel)).hasSize(UpgradeFilter.MAX_HEAD + 1);
    channel.finishAndReleaseAll();
  }

  @Test
  void channelInactive_headUnfinished_releasesIt() {
    EmbeddedChannel channel = new EmbeddedChannel(new UpgradeFilter());
    ByteBuf half = bytes("GET / HTTP/1.1\r\n");
    channel.writeInbound(half);
    channel.finishAndReleaseAll();
    assertThat(half.refCnt()).isZero();
  }

  private static String get(String settings) {
    return "GET /crates-io/config.json HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n"
        + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: "
        + settings
        + "\r\nAccept: text/plain\r\n\r\n";
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  private static String read(EmbeddedChannel channel) {
    StringBuilder text = new StringBuilder();
    for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
      text.append(next.toString(StandardCharsets.ISO_8859_1));
      next.release();
    }
    return text.toString();
  }
}
