package dev.cratehold.upstream;

import dev.cratehold.registry.ApiLookup;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.DownloadTemplate;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.SparseUrl;
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
final class Source {
  private static final Map<String, String> INDEX_HEADERS =
      Map.of("accept", "text/plain", "accept-encoding", "gzip", "cargo-protocol", "version=1");

  private final SparseUrl url;
  private final Requests requests;
  private final WebApi webApi;
  private final InstantSource clock;
  private final ConfigFile config;
  private volatile Optional<URI> lastDownload = Optional.empty();

  Source(SparseUrl url, Requests requests, Pace apiPace, InstantSource clock) {
    this.url = url;
    this.requests = requests;
    this.webApi = new WebApi(url.index(), requests, apiPace, clock);
    this.clock = clock;
    Asked asked = new Asked("config.json", url.resolve("config.json"), INDEX_HEADERS);
    this.config = new ConfigFile(clock, asked, this::fetchConfig);
  }

  SparseUrl url() {
    return url;
  }

  /// The contract is [Upstream#index].
  IndexAnswer index(CrateName name, Validators known)
      throws UpstreamException, InterruptedException {
    Asked asked =
        new Asked("the index file of " + name, url.resolve(name.indexPath()), indexHeaders(known));
    return requests.run(journey -> askForIndex(journey, asked, name, known));
  }

  private static Map<String, String> indexHeaders(Validators known) {
    Map<String, String> headers = new HashMap<>(INDEX_HEADERS);
    if (known.etag().isPresent()) {
      headers.put("if-none-match", known.etag().get());
    } else {
      known.lastModified().ifPresent(date -> headers.put("if-modified-since", date));
    }
    return headers;
  }

  private IndexAnswer askForIndex(Journey journey, Asked asked, CrateName name, Validators known)
      throws UpstreamException, InterruptedException {
    try (Answer answer = journey.get(asked)) {
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
      IndexFile file = IndexFile.parse(name, body);
      return new IndexAnswer.Changed(body, file, validators(answer), Optional.empty());
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

  private RegistryConfig fetchConfig(Asked asked) throws UpstreamException, InterruptedException {
    return requests.run(journey -> askForConfig(journey, asked));
  }

  private RegistryConfig askForConfig(Journey journey, Asked asked)
      throws UpstreamException, InterruptedException {
    try (Answer answer = journey.get(asked)) {
      if (answer.status() != 200) {
        throw Failures.status(answer, clock.instant());
      }
      return RegistryConfig.parse(TextBody.read(answer));
    } catch (MalformedIndexException e) {
      throw Failures.malformed(asked, String.valueOf(e.getMessage()), e);
    }
  }

  /// The contract is [Upstream#api].
  ApiAnswer api(ApiLookup lookup, Deadline deadline)
      throws UpstreamException, InterruptedException {
    Optional<String> base = config(deadline).api();
    return base.isPresent() ? webApi.ask(base.get(), lookup, deadline) : new ApiAnswer.NoWebApi();
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
}
