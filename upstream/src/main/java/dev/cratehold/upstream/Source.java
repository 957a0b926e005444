package dev.cratehold.upstream;

import dev.cratehold.registry.ApiLookup;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.DownloadTemplate;
import dev.cratehold.registry.IndexUrl;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.Validators;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One place from which a registry can be had: an index, and the downloads and the web API to which
/// its own `config.json` leads.
///
/// Safe for use by several threads.
final class Source implements AutoCloseable {
  private final IndexUrl url;
  private final RegistryIndex index;
  private final Requests requests;
  private final WebApi webApi;
  private final InstantSource clock;
  private final ConfigFile config;
  private volatile Optional<URI> lastDownload = Optional.empty();

  Source(IndexUrl url, RegistryIndex index, Requests requests, Pace apiPace, InstantSource clock) {
    this.url = url;
    this.index = index;
    this.requests = requests;
    this.webApi = new WebApi(url.index(), requests, apiPace, clock);
    this.clock = clock;
    Asked asked = new Asked("config.json", url.index(), Map.of());
    this.config = new ConfigFile(clock, asked, index::config);
  }

  IndexUrl url() {
    return url;
  }

  /// The contract is [Upstream#index].
  IndexAnswer index(CrateName name, Validators known)
      throws UpstreamException, InterruptedException {
    return index.index(name, known);
  }

  /// What tells which crates there are, if anything does.
  Optional<Catalog> catalog() {
    return index.catalog();
  }

  /// The contract is [Upstream#download(CrateName, CrateVersion, Checksum, Resumption)].
  Download download(CrateName name, CrateVersion version, Checksum checksum, Resumption from)
      throws UpstreamException, InterruptedException {
    URI uri = locate(name, version, checksum);
    lastDownload = Optional.of(uri);
    Asked asked = new Asked(name + " " + version, uri, downloadHeaders(from));
    return requests.run(journey -> startDownload(journey, asked, from));
  }

  private URI locate(CrateName name, CrateVersion version, Checksum checksum)
      throws UpstreamException, InterruptedException {
    DownloadTemplate dl = config(Deadline.NONE).dl();
    try {
      return dl.expand(name, version, checksum);
    } catch (IllegalArgumentException e) {
      Asked asked = new Asked(name + " " + version, url.index(), Map.of());
      throw Failures.malformed(asked, "the \"dl\" of its config.json makes no URL of it: " + dl, e);
    }
  }

  private static Map<String, String> downloadHeaders(Resumption from) {
    Map<String, String> headers = new HashMap<>();
    headers.put("accept", "*/*");
    // No compression: a crate is compressed, and what is decoded once too often is no crate.
    headers.put("accept-encoding", "identity");
    if (from.offset() > 0) {
      headers.put("range", "bytes=" + from.offset() + "-");
      from.validator().ifPresent(validator -> headers.put("if-range", validator));
    }
    return headers;
  }

  private Download startDownload(Journey journey, Asked asked, Resumption from)
      throws UpstreamException, InterruptedException {
    Answer answer = journey.get(asked);
    boolean begun = false;
    try {
      Download download = begin(answer, from);
      begun = true;
      return download;
    } finally {
      if (!begun) {
        answer.close();
      }
    }
  }

  private Download begin(Answer answer, Resumption from) throws UpstreamException {
    return switch (answer.status()) {
      case 200 -> Download.whole(url, answer);
      case 206 -> Download.rest(url, answer, requireRest(answer, from));
      case 416 ->
          throw Failures.malformed(
              answer.asked(), "it has nothing from byte " + from.offset() + " on (416)", null);
      case 403, 404, 410 -> throw Failures.inconsistent(answer, url.index().getHost());
      default -> throw Failures.status(answer, clock.instant());
    };
  }

  /// The range of a 206, which must be the one that was asked for.
  private static ByteRange requireRest(Answer answer, Resumption from) throws UpstreamException {
    String header = answer.header("content-range").orElse("none");
    return ByteRange.parse(header)
        .filter(range -> from.offset() > 0 && range.isRestFrom(from.offset()))
        .filter(range -> answer.length().orElse(range.length()) == range.length())
        .orElseThrow(() ->
            Failures.malformed(
                answer.asked(),
                "it was asked for the bytes from %d on and sent a part with the range: %s"
                    .formatted(from.offset(), header),
                null));
  }

  /// The contract is [Upstream#config].
  RegistryConfig config(Deadline deadline) throws UpstreamException, InterruptedException {
    return config.current(deadline);
  }

  /// The contract is [Upstream#api].
  ApiAnswer api(ApiLookup lookup, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Optional<String> base = config(deadline).api();
    return base.isPresent() ? webApi.ask(base.get(), lookup, deadline) : new ApiAnswer.NoWebApi();
  }

  /// The contract is [Upstream#text].
  byte[] text(String what, URI uri, int largest) throws UpstreamException, InterruptedException {
    Asked asked = new Asked(what, uri, Map.of("accept", "*/*", "accept-encoding", "gzip"));
    return requests.run(journey -> {
      try (Answer answer = journey.get(asked)) {
        if (answer.status() != 200) {
          throw Failures.status(answer, clock.instant());
        }
        return TextBody.read(answer, largest);
      }
    });
  }

  SourceStatus status() {
    Circuit circuit = requests.circuit(url.index());
    Circuit downloads = lastDownload.map(requests::circuit).orElse(Circuit.CLOSED);
    Optional<Requests.Failed> failure = requests.lastFailure();
    return new SourceStatus(
        url,
        circuit.orWorse(downloads),
        failure.map(Requests.Failed::sentence),
        failure.map(Requests.Failed::at));
  }

  @Override
  public void close() {
    index.close();
  }
}
