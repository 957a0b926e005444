package dev.cratehold.server;

import dev.cratehold.gitindex.GitForm;
import dev.cratehold.gitindex.GitIndex;
import dev.cratehold.gitindex.MalformedGitRequestException;
import dev.cratehold.registry.RegistryConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Answers git clients that fetch the index, by git's smart protocol over HTTP.
final class GitResponder {
  private static final String UPLOAD = "service=git-upload-pack";
  private static final Pattern PROTOCOL = Pattern.compile("[A-Za-z0-9=:._-]{1,100}");

  private final GitIndex index;
  private final RequestBodies bodies;

  GitResponder(GitIndex index, RequestBodies bodies) {
    this.index = index;
    this.bodies = bodies;
  }

  /// Answers what the repository has.
  ///
  /// @param config what its `config.json` is to say
  void references(Exchange exchange, GitForm form, RegistryConfig config) {
    String query = Objects.requireNonNullElse(exchange.request().query(), "");
    if (!query.equals(UPLOAD)) {
      exchange.text(
          403,
          query.contains("git-receive-pack")
              ? "This index can only be fetched, not pushed to."
              : "This git repository speaks the smart protocol alone; a newer git is needed.");
      return;
    }
    String protocol = protocol(exchange);
    exchange.offLoop(
        () -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          index.advertise(form, config, protocol, out);
          exchange.reserve(out.size());
          return Buffer.buffer(out.toByteArray());
        },
        answer -> {
          exchange.header(HttpHeaders.CONTENT_TYPE, "application/x-git-upload-pack-advertisement");
          exchange.header(HttpHeaders.CACHE_CONTROL, "no-cache");
          exchange.body(answer);
        });
  }

  /// Answers with what a client lacks.
  void pack(Exchange exchange, GitForm form, RegistryConfig config) {
    String path = Objects.requireNonNullElse(exchange.request().path(), "");
    int limit = bodies.limit("POST", path).orElse(0);
    String coding = exchange.request().getHeader(HttpHeaders.CONTENT_ENCODING);
    if (!isKnown(coding)) {
      exchange.lastOnItsConnection();
      exchange.text(415, "The body of this request may be compressed by gzip alone.");
      return;
    }
    RequestBody.read(exchange, limit, body -> pack(exchange, form, config, body, coding));
  }

  /// True if a request is one for a pack.
  static boolean isPost(Exchange exchange) {
    return HttpMethod.POST.equals(exchange.request().method());
  }

  private static boolean isKnown(@Nullable String coding) {
    return coding == null || isGzip(coding) || coding.equalsIgnoreCase("identity");
  }

  private static boolean isGzip(String coding) {
    String lower = coding.toLowerCase(Locale.ROOT);
    return lower.equals("gzip") || lower.equals("x-gzip");
  }

  /// The body uncompressed.
  private static InputStream plain(Buffer body, @Nullable String coding)
      throws MalformedGitRequestException {
    InputStream bytes = new ByteArrayInputStream(body.getBytes());
    try {
      return coding != null && isGzip(coding) ? new GZIPInputStream(bytes) : bytes;
    } catch (IOException e) {
      throw new MalformedGitRequestException("The body of this request is not gzip.", e);
    }
  }

  private void pack(
      Exchange exchange,
      GitForm form,
      RegistryConfig config,
      Buffer body,
      @Nullable String coding) {
    String protocol = protocol(exchange);
    ResponseStream out = new ResponseStream(exchange, "application/x-git-upload-pack-result");
    exchange.offLoop(
        () -> {
          exchange.reserve(ResponseStream.ROOM);
          try (InputStream request = plain(body, coding)) {
            index.upload(form, config, protocol, request, out);
          }
          out.flush();
          return true;
        },
        _ -> exchange.end());
  }

  private static String protocol(Exchange exchange) {
    String protocol = Objects.requireNonNullElse(exchange.request().getHeader("Git-Protocol"), "");
    return PROTOCOL.matcher(protocol).matches() ? protocol : "";
  }
}
