package dev.cratehold.acceptance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/// HTTP/1.1 requests that no honest client sends, by what is wrong with them; a character a byte.
/// Each must be refused and its connection closed.
final class HostileRequests {
  /// What an attacker hides behind another request. Its answer names `dl`.
  private static final String HIDDEN =
      "GET /crates-io/config.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

  private static final int RANDOM_BYTES = 60_000;

  private HostileRequests() {}

  /// Requests that break the grammar, or that no route has; the latter ask themselves for the end
  /// of the connection.
  static Map<String, String> malformed(SplittableRandom random) {
    Map<String, String> requests = new LinkedHashMap<>();
    requests.put("no path", "GET\r\n\r\n");
    requests.put("no version", "GET /\r\n\r\n");
    requests.put("another protocol", "GET / FTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    requests.put("HTTP/9.9", "GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n");
    requests.put("a method with NUL", "G\0T / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    requests.put("a path without a slash", get("crates-io/config.json", ""));
    requests.put("a path with a control character", get("/\u0001", ""));
    requests.put("the URL of another host", get("http://other.example/crates-io/config.json", ""));
    requests.put(
        "CONNECT",
        "CONNECT other.example:443 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    requests.put("TRACE", "TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    requests.put("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    requests.put("no Host", "GET / HTTP/1.1\r\n\r\n");
    requests.put("two Hosts", get("/", "Host: other.example\r\n"));
    requests.put("a Host with a blank", "GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
    requests.put("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\nConnection: close\r\n\r\n");
    requests.put(
        "a Host with a quote", "GET / HTTP/1.1\r\nHost: a\"b\r\nConnection: close\r\n\r\n");
    requests.put("a header with NUL", get("/", "X: a\0b\r\n"));
    requests.put("a header with a carriage return", get("/", "X: a\rY: b\r\n"));
    requests.put("a folded header", get("/", "X: a\r\n b\r\n"));
    requests.put("a blank before the colon", get("/", "X : a\r\n"));
    requests.put("a header without a name", get("/", ": a\r\n"));
    requests.put("a header without a colon", get("/", "nothing\r\n"));
    requests.put("a header name with a bracket", get("/", "X(y): a\r\n"));
    requests.put(
        "TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + "a".repeat(501));
    requests.put("nothing but blank lines", "\r\n".repeat(20_000));
    requests.put("random bytes", noise(random));
    return requests;
  }

  /// Requests whose end two readers would see in two places, each with another one behind it.
  static Map<String, String> smuggled() {
    Map<String, String> requests = new LinkedHashMap<>();
    String chunked = "Transfer-Encoding: chunked\r\n";
    requests.put("length and chunks", post("Content-Length: 6\r\n" + chunked, "0\r\n\r\n"));
    requests.put("chunks and length", post(chunked + "Content-Length: 500\r\n", "0\r\n\r\n"));
    requests.put("two lengths", post("Content-Length: 3\r\nContent-Length: 500\r\n", "abc"));
    requests.put("a list of lengths", post("Content-Length: 3, 500\r\n", "abc"));
    requests.put("a negative length", post("Content-Length: -1\r\n", ""));
    requests.put("a length with a sign", post("Content-Length: +3\r\n", "abc"));
    requests.put("a hexadecimal length", post("Content-Length: 0x3\r\n", "abc"));
    requests.put("a length beyond all", post("Content-Length: 99999999999999999999\r\n", "abc"));
    requests.put("a folded length", post("Content-Length:\r\n 3\r\n", "abc"));
    requests.put("an unknown encoding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"));
    requests.put("chunks not last", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"));
    requests.put("chunks twice", post(chunked + chunked, "0\r\n\r\n"));
    requests.put("chunks with a tab", post("Transfer-Encoding:\u000bchunked\r\n", "0\r\n\r\n"));
    requests.put("chunks, blank", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"));
    requests.put(
        "chunks in HTTP/1.0", post(chunked, "0\r\n\r\n").replaceFirst("HTTP/1.1", "HTTP/1.0"));
    requests.put("a negative chunk", post(chunked, "-1\r\n\r\n"));
    requests.put("a chunk with a prefix", post(chunked, "0x0\r\n\r\n"));
    requests.put("a chunk beyond all", post(chunked, "FFFFFFFFFFFFFFFFFF\r\n\r\n"));
    requests.put("a chunk of nothing", post(chunked, "\r\n\r\n"));
    requests.put("a chunk that is longer", post(chunked, "1\r\nabc\r\n0\r\n\r\n"));
    return requests;
  }

  private static String get(String path, String headers) {
    return "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n".formatted(path, headers);
  }

  private static String post(String headers, String body) {
    return "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n%s%s".formatted(headers, body, HIDDEN);
  }

  private static String noise(SplittableRandom random) {
    StringBuilder noise = new StringBuilder();
    random.ints(RANDOM_BYTES, 0, 256).forEach(b -> noise.append((char) b));
    return noise.toString();
  }
}
