package dev.cratehold.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.server.RequestHead.Next;
import dev.cratehold.server.RequestHead.Upgrade;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestHeadTest {
  private static final RequestBodies BODIES = new RequestBodies(Map.of("/taken", 10));
  private static final String GET = "GET / HTTP/1.1\r\nHost: h:80\r\n";

  @Test
  void of_ordinaryHead_isPassedOnAsItIs() {
    String head = GET + "Accept: */*\r\nX-Empty:\r\nUser-Agent: caf\u00e9 \t 1\r\n\r\n";
    assertThat(of(head)).isEqualTo(new RequestHead.Accepted(head, Next.HEAD));
    String old = "GET / HTTP/1.0\r\n\r\n";
    assertThat(of(old)).isEqualTo(new RequestHead.Accepted(old, Next.HEAD));
    String zero = GET + "Content-Length: 0\r\n\r\n";
    assertThat(of(zero)).isEqualTo(new RequestHead.Accepted(zero, Next.HEAD));
  }

  @Test
  void of_headWithTwoMeanings_isRefused() {
    for (String head :
        List.of(
            GET + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            GET + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
            GET + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
            GET + "Content-Length: 5, 5\r\n\r\n",
            GET + "Content-Length: +5\r\n\r\n",
            GET + "Content-Length: 0x5\r\n\r\n",
            GET + "Content-Length: -1\r\n\r\n",
            GET + "Content-Length:\r\n\r\n",
            GET + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            GET + "Transfer-Encoding: gzip, chunked\r\n\r\n",
            GET + "Transfer-Encoding: xchunked\r\n\r\n",
            GET + "Transfer-Encoding: identity\r\n\r\n",
            "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
            GET + "Host: other\r\n\r\n",
            GET + "host: h:80\r\n\r\n",
            GET + "X: a\r\n folded\r\n\r\n",
            GET + " X: a\r\n\r\n",
            GET + "X : a\r\n\r\n",
            GET + "X\t: a\r\n\r\n",
            GET + ": a\r\n\r\n",
            GET + "no colon\r\n\r\n",
            GET + "X: a\rY: b\r\n\r\n",
            GET + "X: a\u0000b\r\n\r\n",
            GET + "X\u0000: b\r\n\r\n",
            GET + "X: a\u007f\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET / HTTP/1.1 \r\nHost: h\r\n\r\n",
            "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET\t/ HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET /\r HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET / HTTP/2.0\r\nHost: h\r\n\r\n",
            "GET / HTTP/1.2\r\nHost: h\r\n\r\n",
            "GET / http/1.1\r\nHost: h\r\n\r\n",
            "GET /\r\nHost: h\r\n\r\n",
            "G(T / HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET http://other/ HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET http://h@other/ HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n",
            "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n")) {
      assertThat(of(head)).as(head).isInstanceOf(RequestHead.Refused.class);
    }
  }

  @Test
  void of_absoluteTargetOfTheHost_becomesAPath() {
    assertThat(of("GET http://H:80/a?b HTTP/1.1\r\nHost: h:80\r\n\r\n"))
        .isEqualTo(new RequestHead.Accepted("GET /a?b HTTP/1.1\r\nHost: h:80\r\n\r\n", Next.HEAD));
    assertThat(of("GET http://h:80 HTTP/1.1\r\nHost: h:80\r\n\r\n"))
        .isEqualTo(new RequestHead.Accepted("GET / HTTP/1.1\r\nHost: h:80\r\n\r\n", Next.HEAD));
  }

  @Test
  void of_body_isCutOffAndEndsTheConnection() {
    String end = "Connection: close\r\n\r\n";
    String put = "PUT /x HTTP/1.1\r\nHost: h\r\n";
    RequestHead expected = new RequestHead.Accepted(put + end, Next.BODY);
    assertThat(of(put + "Content-Length: 5\r\n\r\n")).isEqualTo(expected);
    assertThat(of(put + "transfer-encoding: Chunked\r\n\r\n")).isEqualTo(expected);
    assertThat(
            of(
                put
                    + "Content-Length: 12\r\nExpect: 100-continue\r\nConnection: Upgrade,"
                    + " HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n"))
        .isEqualTo(expected);
  }

  @Test
  void of_bodyThatIsTaken_passesWithItsLength() {
    String post = "POST /taken HTTP/1.1\r\nHost: h\r\n";
    String head = post + "Content-Length: 10\r\nExpect: 100-continue\r\n\r\n";
    assertThat(of(head)).isEqualTo(new RequestHead.WithBody(head, 10));
    assertThat(of("POST //taken HTTP/1.0\r\nContent-Length: 007\r\n\r\n"))
        .isEqualTo(
            new RequestHead.WithBody("POST //taken HTTP/1.0\r\nContent-Length: 007\r\n\r\n", 7));
    String upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n";
    assertThat(of(post + "Content-Length: 1\r\n" + upgrade + "\r\n"))
        .isEqualTo(
            new RequestHead.WithBody(
                post + "Content-Length: 1\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n", 1));
    assertThat(of(post + "Content-Length: 0\r\n\r\n"))
        .isEqualTo(new RequestHead.Accepted(post + "Content-Length: 0\r\n\r\n", Next.HEAD));
  }

  @Test
  void of_bodyThatIsTaken_needsALengthWithinItsLimit() {
    String post = "POST /taken HTTP/1.1\r\nHost: h\r\n";
    assertThat(refusal(post + "Transfer-Encoding: chunked\r\n\r\n")).isEqualTo(411);
    assertThat(refusal(post + "Content-Length: 11\r\n\r\n")).isEqualTo(413);
    assertThat(refusal(post + "Content-Length: 999999999999999999\r\n\r\n")).isEqualTo(413);
    assertThat(refusal(post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n")).isEqualTo(400);
    assertThat(refusal(post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"))
        .isEqualTo(400);
  }

  @Test
  void of_bodyOfAnotherMethodOrPath_isCutOff() {
    for (String request :
        List.of("GET /taken", "PUT /taken", "post /taken", "POST /taken/", "POST /taken?a=b")) {
      String head = request + " HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";
      assertThat(of(head))
          .as(request)
          .isEqualTo(
              new RequestHead.Accepted(
                  request + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", Next.BODY));
    }
  }

  private static int refusal(String head) {
    return of(head) instanceof RequestHead.Refused(Refusal refusal) ? refusal.status() : 0;
  }

  @Test
  void of_upgrade_leadsToHttp2WhereItIsAllowed() {
    String head =
        GET
            + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: AAMAAABkAAQAAQAAAAIAAAAA\r\n\r\n";
    assertThat(of(head)).isEqualTo(new RequestHead.Accepted(head, Next.HTTP2));
    assertThat(RequestHead.of(head, Upgrade.IGNORED, BODIES))
        .isEqualTo(new RequestHead.Accepted(head.replace("Upgrade: h2c\r\n", ""), Next.HEAD));
  }

  private static RequestHead of(String head) {
    return RequestHead.of(head, Upgrade.ALLOWED, BODIES);
  }
}
