package dev.cratehold.upstream;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.SparseUrl;
import dev.cratehold.registry.Validators;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A sparse index: each file has a URL.
final class SparseIndex implements RegistryIndex {
  private static final Map<String, String> HEADERS =
      Map.of("accept", "text/plain", "accept-encoding", "gzip", "cargo-protocol", "version=1");

  private final SparseUrl url;
  private final Requests requests;
  private final InstantSource clock;

  SparseIndex(SparseUrl url, Requests requests, InstantSource clock) {
    this.url = url;
    this.requests = requests;
    this.clock = clock;
  }

  @Override
  public IndexAnswer index(CrateName name, Validators known)
      throws UpstreamException, InterruptedException {
    Asked asked =
        new Asked("the index file of " + name, url.resolve(name.indexPath()), headers(known));
    return requests.run(journey -> askForIndex(journey, asked, name, known));
  }

  private static Map<String, String> headers(Validators known) {
    Map<String, String> headers = new HashMap<>(HEADERS);
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
    return changed(answer.asked(), name, TextBody.read(answer), validators(answer));
  }

  /// A file that came, if it is an index file of this crate.
  static IndexAnswer changed(Asked asked, CrateName name, byte[] body, Validators validators)
      throws UpstreamException {
    if (isBlank(body)) {
      throw Failures.malformed(asked, "the file is empty", null);
    }
    try {
      IndexFile file = IndexFile.parse(name, body);
      return new IndexAnswer.Changed(body, file, validators, Optional.empty());
    } catch (MalformedIndexException e) {
      throw Failures.malformed(asked, String.valueOf(e.getMessage()), e);
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

  @Override
  public RegistryConfig config(Deadline deadline) throws UpstreamException, InterruptedException {
    Asked asked = new Asked("config.json", url.resolve("config.json"), HEADERS, deadline);
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

  @Override
  public Optional<Catalog> catalog() {
    return Optional.empty();
  }

  /// Holds nothing.
  @Override
  public void close() {}
}
