package dev.cratehold.testing;

import dev.cratehold.testing.RegistryContent.IndexDocument;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a fake registry answers to a request when nothing goes wrong: a pure function of its
/// content. Safe for use by several threads.
final class RegistryRoutes {
  private static final Pattern REDIRECT = Pattern.compile("/hop/([0-9]+)(/.*)");
  private static final Pattern WEB_DOWNLOAD =
      Pattern.compile("/api/v1/crates/([^/]+)/([^/]+)/download");
  private static final Instant FIRST_CHANGE = Instant.parse("2026-01-01T00:00:00Z");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final FakeRegistryBuilder options;
  private final RegistryContent content;
  private final Origins origins;
  private final WebApi webApi;

  /// The parts of URLs before the path, such as `http://127.0.0.1:8080`.
  ///
  /// @param index where the index is
  /// @param downloads where `dl` points
  /// @param redirected where the last redirect of a download points
  record Origins(String index, String downloads, String redirected) {}

  RegistryRoutes(FakeRegistryBuilder options, RegistryContent content, Origins origins) {
    this.options = options;
    this.content = content;
    this.origins = origins;
    this.webApi = new WebApi(content);
  }

  Answer answer(RecordedRequest request, boolean onIndexPort) {
    String path = request.path();
    if (onIndexPort && !isAuthorized(request)) {
      return Answer.text(401, "a token is needed")
          .with("www-authenticate", "Cargo login_url=\"" + origins.index + "/me\"");
    }
    if (path.startsWith(options.indexPath())) {
      return index(request, path.substring(options.indexPath().length()));
    }
    Matcher web = WEB_DOWNLOAD.matcher(path);
    if (web.matches()) {
      return webDownload(web.group(1), web.group(2).replace("%2B", "+"));
    }
    if (options.hasWebApi()) {
      Optional<Answer> lookup = webApi.answer(path);
      if (lookup.isPresent()) {
        return lookup.get();
      }
    }
    return download(request);
  }

  private boolean isAuthorized(RecordedRequest request) {
    return options.token().isEmpty() || request.header("authorization").equals(options.token());
  }

  private Answer index(RecordedRequest request, String path) {
    if (path.equals("config.json")) {
      return Answer.ok("application/json", Buffer.buffer(config()));
    }
    return content
        .indexFile(path)
        .map(document -> index(request, document))
        .orElseGet(() -> Answer.text(404, "no such crate"));
  }

  private String config() {
    String api = options.hasWebApi() ? ",\"api\":\"" + origins.index + "\"" : "";
    String auth = options.token().isPresent() ? ",\"auth-required\":true" : "";
    return "{\"dl\":\"%s%s\"%s%s}".formatted(origins.downloads, options.downloads(), api, auth);
  }

  private Answer index(RecordedRequest request, IndexDocument document) {
    Answer answer = Answer.ok("text/plain", document.body());
    Optional<String> etag = etag(document);
    Optional<String> modified = lastModified(document);
    if (etag.isPresent()) {
      answer = answer.with("etag", etag.get());
    }
    if (modified.isPresent()) {
      answer = answer.with("last-modified", modified.get());
    }
    if (isUnchanged(request, etag, modified)) {
      return answer.notModified();
    }
    return accepts(request) ? answer.gzipped() : answer;
  }

  private Optional<String> etag(IndexDocument document) {
    byte[] described = document.body().copy().appendInt(document.revision()).getBytes();
    String hash = Hashes.sha256(described).hex().substring(0, 16);
    return Optional.of(options.validators().tag(hash)).filter(e -> options.validators().hasEtag());
  }

  private Optional<String> lastModified(IndexDocument document) {
    return Optional.of(HTTP_DATE.format(FIRST_CHANGE.plusSeconds(document.revision())))
        .filter(date -> options.validators().hasLastModified());
  }

  private static boolean isUnchanged(
      RecordedRequest request, Optional<String> etag, Optional<String> modified) {
    Optional<String> known = request.header("if-none-match");
    return known.isPresent()
        ? known.equals(etag)
        : modified.isPresent() && request.header("if-modified-since").equals(modified);
  }

  private boolean accepts(RecordedRequest request) {
    return options.compressesIndex()
        && request.header("accept-encoding").filter(a -> a.contains("gzip")).isPresent();
  }

  private Answer webDownload(String name, String version) {
    return content
        .find(name, version)
        .map(crate -> Answer.redirect(origins.downloads + content.downloadPath(crate)))
        .orElseGet(() -> Answer.text(404, "no such crate"));
  }

  private Answer download(RecordedRequest request) {
    String path = request.path();
    Matcher hop = REDIRECT.matcher(path);
    int done = hop.matches() ? Integer.parseInt(hop.group(1)) : 0;
    String file = hop.matches() ? hop.group(2) : path;
    Optional<TestCrate> crate = content.download(file);
    if (crate.isEmpty()) {
      return Answer.text(404, "no such file");
    }
    if (done < options.redirects()) {
      String origin = done + 1 == options.redirects() ? origins.redirected : origins.downloads;
      return Answer.redirect("%s/hop/%d%s".formatted(origin, done + 1, file));
    }
    Answer whole = file(crate.get());
    return options.servesRanges() ? ByteRanges.answer(request, whole) : whole;
  }

  private Answer file(TestCrate crate) {
    IndexValidators validators = options.downloadValidators();
    Answer answer = Answer.ok("application/gzip", Buffer.buffer(crate.sharedFile()));
    if (validators.hasEtag()) {
      answer = answer.with("etag", validators.tag(crate.checksum().hex().substring(0, 16)));
    }
    return validators.hasLastModified()
        ? answer.with("last-modified", HTTP_DATE.format(FIRST_CHANGE))
        : answer;
  }
}
