package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestGateTest {
  private static final RequestBodies BODIES = new RequestBodies(Map.of("/taken", 10));
  private static final String GET = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String UPGRADE =
      """
      GET / HTTP/1.1
      Host: h
      Connection: Upgrade, HTTP2-Settings
      Upgrade: h2c
      HTTP2-Settings: AAMAAABkAAQAAQAAAAIAAAAA

      """
          .replace("\n", "\r\n");
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ClientConnection connection =
      new ClientConnection(new Connections(Limits.defaults(), Duration.ZERO), channel);

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
  }

  private void gate(ClearTextHttp2 http2) {
    channel.pipeline().addFirst(new RequestGate(Limits.defaults(), BODIES, connection, http2));
  }

  @Test
  void channelRead_severalHeadsInOnePiece_allPass() {
    gate(ClearTextHttp2.OFFERED);
    assertThat(through("\r\n" + GET + GET + GET)).isEqualTo(GET + GET + GET);
  }

  @Test
  void channelRead_headInPieces_passesOnceWhole() {
    gate(ClearTextHttp2.OFFERED);
    StringBuilder passed = new StringBuilder();
    for (char c : (GET + GET).toCharArray()) {
      passed.append(through(String.valueOf(c)));
      assertThat(passed.length()).isIn(0, GET.length(), 2 * GET.length());
    }
    assertThat(passed).hasToString(GET + GET);
  }

  @Test
  void channelRead_body_isThrownAway() {
    gate(ClearTextHttp2.OFFERED);
    String put = "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n";
    assertThat(through(put + "abc" + GET))
        .isEqualTo("PUT / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assertThat(through(GET)).isEmpty();
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(through("x".repeat(Limits.defaults().body()))).isEmpty();
    assertThat(channel.config().isAutoRead()).isFalse();
  }

  @Test
  void channelRead_bodyThatIsTaken_passesToItsLastByteAlone() {
    gate(ClearTextHttp2.OFFERED);
    String post = "POST /taken HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n";
    String body = "GET /hid\r\n";
    String all = post + body + GET + post + body + GET;
    assertThat(through(all)).isEqualTo(all);
    StringBuilder passed = new StringBuilder();
    for (int i = 0; i < all.length(); i++) {
      passed.append(through(all.substring(i, i + 1)));
    }
    assertThat(passed).hasToString(all);
  }

  @Test
  void channelRead_bytesBehindABodyThatIsTaken_areJudgedAsAHead() {
    gate(ClearTextHttp2.OFFERED);
    String post = "POST /taken HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n";
    assertThat(through(post + "abcdef\r\n\r\n" + GET)).startsWith(post + "abc- / HTTP/1.1\r\n");
    assertThat(connection.refusal().orElseThrow().status()).isEqualTo(400);
    assertThat(through(GET)).isEmpty();
  }

  @Test
  void channelRead_refusedHead_endsInAStandIn() {
    gate(ClearTextHttp2.OFFERED);
    assertThat(through(GET + "GET / HTTP/1.1\r\n\r\n" + GET))
        .startsWith(GET + "- / HTTP/1.1\r\n")
        .doesNotContain("h\r\n\r\nGET");
    assertThat(connection.refusal().orElseThrow().status()).isEqualTo(400);
    assertThat(through(GET)).isEmpty();
  }

  @Test
  void channelRead_bareLineFeed_isRefusedAtOnce() {
    gate(ClearTextHttp2.OFFERED);
    assertThat(through("GET / HTTP/1.1\n")).startsWith("- / ");
    assertThat(connection.refusal().orElseThrow().reason()).contains("bare line feed");
  }

  @Test
  void channelRead_longRequestLine_isRefusedBeforeItsEnd() {
    gate(ClearTextHttp2.OFFERED);
    assertThat(through("GET /" + "a".repeat(Limits.defaults().requestLine()))).startsWith("- / ");
    assertThat(connection.refusal().orElseThrow().status()).isEqualTo(414);
  }

  @Test
  void channelRead_endlessHeaders_areRefusedBeforeTheirEnd() {
    gate(ClearTextHttp2.OFFERED);
    assertThat(through("GET / HTTP/1.1\r\n")).isEmpty();
    String passed = "";
    for (int i = 0; i < Limits.defaults().headers() / 10 && passed.isEmpty(); i++) {
      passed = through("X: 123456\r\n");
    }
    assertThat(passed).startsWith("- / ");
    assertThat(connection.refusal().orElseThrow().status()).isEqualTo(431);
  }

  @Test
  void channelRead_upgrade_leavesTheRestToHttp2() {
    gate(ClearTextHttp2.OFFERED);
    assertThat(through(UPGRADE + "\n\n")).isEqualTo(UPGRADE + "\n\n");
    assertThat(channel.pipeline().get(RequestGate.class)).isNull();
    assertThat(through("\n")).isEqualTo("\n");
  }

  @Test
  void channelRead_upgradeOnTheSecondRequest_isIgnored() {
    gate(ClearTextHttp2.OFFERED);
    assertThat(through(GET + UPGRADE)).isEqualTo(GET + UPGRADE.replace("Upgrade: h2c\r\n", ""));
  }

  @Test
  void channelRead_priorKnowledge_leavesTheRestToHttp2() {
    gate(ClearTextHttp2.OFFERED);
    assertThat(through(PREFACE)).isEqualTo(PREFACE);
    assertThat(channel.pipeline().get(RequestGate.class)).isNull();
  }

  @Test
  void channelRead_http2SwitchedOff_isIgnoredOrRefused() {
    gate(ClearTextHttp2.OFF);
    assertThat(through(UPGRADE)).isEqualTo(UPGRADE.replace("Upgrade: h2c\r\n", ""));
    EmbeddedChannel other = new EmbeddedChannel();
    other
        .pipeline()
        .addFirst(new RequestGate(Limits.defaults(), BODIES, connection, ClearTextHttp2.OFF));
    other.writeInbound(bytes(PREFACE));
    assertThat(connection.refusal().orElseThrow().status()).isEqualTo(505);
    other.finishAndReleaseAll();
  }

  @Test
  void channelInactive_headUnfinished_releasesIt() {
    gate(ClearTextHttp2.OFFERED);
    ByteBuf half = bytes("GET / HTTP/1.1\r\n");
    channel.writeInbound(half);
    channel.finishAndReleaseAll();
    assertThat(half.refCnt()).isZero();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  /// What comes out behind the gate when this goes in.
  private String through(String text) {
    channel.writeInbound(bytes(text));
    StringBuilder passed = new StringBuilder();
    for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
      passed.append(next.toString(StandardCharsets.ISO_8859_1));
      next.release();
    }
    return passed.toString();
  }
}
