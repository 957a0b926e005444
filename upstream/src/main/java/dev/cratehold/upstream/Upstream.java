package dev.cratehold.upstream;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.SparseUrl;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// A sparse registry, asked over HTTP. Nothing is cached except its `config.json`.
///
/// Failures that may pass (a broken connection, 429, 5xx, a mangled index file) are tried twice
/// more after a short pause, as long as nothing was given to the caller. Redirects are followed to
/// any host, but not from https to http.
///
/// All methods block, so call them from virtual threads. Safe for use by several threads; requests
/// to one server share one HTTP/2 connection and queue beyond its limit.
public final class Upstream implements AutoCloseable {
  private final SparseUrl url;
  private final Transport transport;
  private final Retries retries;
  private final InstantSource clock;
  private final ConfigFile config;

  /// @throws IOException if a CA file of the options cannot be used, with a sentence that names it
  public Upstream(SparseUrl url, UpstreamOptions options) throws IOException {
    this(url, options, InstantSource.system());
  }

  /// @throws IOException if a CA file of the options cannot be used, with a sentence that names it
  public Upstream(SparseUrl url, UpstreamOptions options, InstantSource clock) throws IOException {
    this.url = url;
    this.transport = new Transport(options);
    this.retries = new Retries(options.retryPause());
    this.clock = clock;
    this.config = new ConfigFile(clock, () -> retries.run(this::fetchConfig));
  }

  /// The address that this upstream was made with.
  public SparseUrl url() {
    return url;
  }

  /// The index file of a crate, if it is not the one that `known` stands for.
  ///
  /// @param known what was said with the copy at hand; [Validators#NONE] if there is none
  public IndexAnswer index(CrateName name, Validators known)
      throws UpstreamException, InterruptedException {
    Asked asked =
        new Asked("the index file of " + name, url.resolve(name.indexPath()), indexHeaders(known));
    return retries.run(() -> askForIndex(asked, name, known));
  }

  private static Map<String, String> indexHeaders(Validators known) {
    Map<String, String> headers = new HashMap<>();
    headers.put("accept", "text/plain");
    headers.put("accept-encoding", "gzip");
    headers.put("cargo-protocol", "version=1");
    if (known.etag().isPresent()) {
      headers.put("if-none-match", known.etag().get());
    } else {
      known.lastModified().ifPresent(date -> headers.put("if-modified-since", date));
    }
    return headers;
  }

  private IndexAnswer askForIndex(Asked asked, CrateName name, Validators known)
      throws UpstreamException, InterruptedException {
    try (Answer answer = transport.get(asked)) {
      return switch (answer.status()) {
        case 200 -> changed(answer, name);
        case 304 -> unchanged(answer, known);
        case 404, 410, 451 -> new IndexAnswer.Absent();
        default -> throw Failures.status(answer, clock.instant());
      };
    }
  }

  private static IndexAnswer changed(Answer answer, CrateName name) throws UpstreamException {
    byte[] body = TextBody.read(answer);
    if (isBlank(body)) {
      throw Failures.malformed(answer.asked(), "the file is empty", null);
    }
    try {
      return new IndexAnswer.Changed(body, IndexFile.parse(name, body), validators(answer));
    } catch (MalformedIndexException e) {
      throw Failures.malformed(answer.asked(), String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isBlank(byte[] body) {
    for (byte b : body) {
      if (b > ' ' || b < 0) {
        return false;
      }
    }
    return true;
  }

  private static IndexAnswer unchanged(Answer answer, Validators known) throws UpstreamException {
    if (!known.isPresent()) {
      throw Failures.malformed(answer.asked(), "it answered 304 without having been asked", null);
    }
    Validators renewed = validators(answer);
    return new IndexAnswer.Unchanged(
        new Validators(
            renewed.etag().or(known::etag), renewed.lastModified().or(known::lastModified)));
  }

  private static Validators validators(Answer answer) {
    return new Validators(answer.header("etag"), answer.header("last-modified"));
  }

  /// Starts the download of a crate from where the registry's `dl` says it is. Returns when the
  /// headers have come.
  public Download download(CrateName name, CrateVersion version, Checksum checksum)
      throws UpstreamException, InterruptedException {
    URI uri = config().dl().expand(name, version, checksum);
    // No compression: a crate is compressed, and what is decoded once too often is no crate.
    Asked asked =
        new Asked(
            name + " " + version, uri, Map.of("accept", "*/*", "accept-encoding", "identity"));
    return retries.run(() -> startDownload(asked));
  }

  private Download startDownload(Asked asked) throws UpstreamException, InterruptedException {
    Answer answer = transport.get(asked);
    if (answer.status() == 200) {
      return new Download(answer);
    }
    try (answer) {
      throw Failures.status(answer, clock.instant());
    }
  }

  /// The registry's `config.json`: fetched when first needed, kept for an hour, and kept on while
  /// the registry cannot give a new one.
  public RegistryConfig config() throws UpstreamException, InterruptedException {
    return config.current();
  }

  private RegistryConfig fetchConfig() throws UpstreamException, InterruptedException {
    Map<String, String> headers =
        Map.of("accept", "text/plain", "accept-encoding", "gzip", "cargo-protocol", "version=1");
    Asked asked = new Asked("config.json", url.resolve("config.json"), headers);
    try (Answer answer = transport.get(asked)) {
      if (answer.status() != 200) {
        throw Failures.status(answer, clock.instant());
      }
      return RegistryConfig.parse(TextBody.read(answer));
    } catch (MalformedIndexException e) {
      throw Failures.malformed(asked, String.valueOf(e.getMessage()), e);
    }
  }

  /// Breaks off what is under way; callers that wait get an [UpstreamException].
  @Override
  public void close() {
    transport.close();
  }
}
