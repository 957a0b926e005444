package dev.cratehold.upstream;

import dev.cratehold.registry.ApiLookup;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.SparseUrl;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/// A sparse registry, asked over HTTP at one or several addresses. Nothing is cached except each
/// address's `config.json`.
///
/// Failures that may pass (a broken connection, 429, 5xx, a mangled index file) are tried twice
/// more after a short pause, as long as nothing was given to the caller. Redirects are followed to
/// any host, but not from https to http.
///
/// All methods block, so call them from virtual threads. Safe for use by several threads; requests
/// to one server share one HTTP/2 connection and queue beyond its limit.
public final class Upstream implements AutoCloseable {
  private final Transport transport;
  private final List<Source> sources;
  private final Counters counters = new Counters();

  /// An upstream with one address.
  ///
  /// @throws IOException if a CA file of the options cannot be used, with a sentence that names it
  public Upstream(SparseUrl url, UpstreamOptions options) throws IOException {
    this(List.of(url), options, InstantSource.system());
  }

  /// An upstream with one address.
  ///
  /// @throws IOException if a CA file of the options cannot be used, with a sentence that names it
  public Upstream(SparseUrl url, UpstreamOptions options, InstantSource clock) throws IOException {
    this(List.of(url), options, clock);
  }

  /// @param urls where the registry can be had, the preferred address first; at least one
  /// @throws IOException if a CA file of the options cannot be used, with a sentence that names it
  public Upstream(List<SparseUrl> urls, UpstreamOptions options, InstantSource clock)
      throws IOException {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("an upstream has at least one URL");
    }
    this.transport = new Transport(options);
    Retries retries = new Retries(options.retryPause());
    this.sources = urls.stream().map(url -> new Source(url, transport, retries, clock)).toList();
  }

  /// The addresses that this upstream was made with, the preferred one first.
  public List<SparseUrl> urls() {
    return sources.stream().map(Source::url).toList();
  }

  /// The index file of a crate, if it is not the one that `known` stands for.
  ///
  /// @param known what was said with the copy at hand; [Validators#NONE] if there is none
  public IndexAnswer index(CrateName name, Validators known)
      throws UpstreamException, InterruptedException {
    return sources.getFirst().index(name, known);
  }

  /// Starts the download of a crate from where the registry's `dl` says it is. Returns when the
  /// headers have come.
  public Download download(CrateName name, CrateVersion version, Checksum checksum)
      throws UpstreamException, InterruptedException {
    return download(name, version, checksum, Resumption.NONE);
  }

  /// Starts the rest of a download that broke off. If the upstream's file is another one by now, or
  /// it cannot send a part, the file comes anew: [Download#offset()] says which.
  public Download download(CrateName name, CrateVersion version, Checksum checksum, Resumption from)
      throws UpstreamException, InterruptedException {
    return sources.getFirst().download(name, version, checksum, from);
  }

  /// The registry's `config.json`: fetched when first needed, kept for an hour, and kept on while
  /// the registry cannot give a new one.
  public RegistryConfig config() throws UpstreamException, InterruptedException {
    return sources.getFirst().config();
  }

  /// Asks the registry's web API, which is the one that its `config.json` names.
  public ApiAnswer api(ApiLookup lookup) throws UpstreamException, InterruptedException {
    return sources.getFirst().api(lookup);
  }

  /// How each address does, in the order of preference.
  public List<SourceStatus> status() {
    return sources.stream().map(Source::status).toList();
  }

  /// What was asked so far.
  public UpstreamStatistics statistics() {
    return counters.snapshot();
  }

  /// Breaks off what is under way; callers that wait get an [UpstreamException].
  @Override
  public void close() {
    transport.close();
  }
}
