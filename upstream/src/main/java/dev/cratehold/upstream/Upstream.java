package dev.cratehold.upstream;

import dev.cratehold.registry.ApiLookup;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.GitUrl;
import dev.cratehold.registry.IndexUrl;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.SparseUrl;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A registry, asked over HTTP at one or several addresses, each with a sparse index or with one in
/// a git repository. Nothing is cached except each address's `config.json` and a clone of each
/// repository.
///
/// Failures that may pass (a broken connection, 429, 5xx, a mangled index file) are tried twice
/// more after a short pause, as long as nothing was given to the caller. Redirects are followed to
/// any host, but not from https to http. A server that goes on failing is left alone for a while:
/// then requests to it fail at once.
///
/// What fails at one address is asked for at the next. That a crate does not exist is believed from
/// the first address alone; crates may come from any, since their checksums decide.
///
/// All methods block, so call them from virtual threads. Safe for use by several threads; requests
/// to one server share one HTTP/2 connection and queue beyond its limit.
public final class Upstream implements AutoCloseable {
  private final Transport transport;
  private final List<Source> sources;
  private final Optional<GitIndex> separateCatalog;
  private final Counters counters = new Counters();

  /// An upstream with one address.
  ///
  /// @throws IOException if a CA file of the options cannot be used, with a sentence that names it
  public Upstream(IndexUrl url, UpstreamOptions options) throws IOException {
    this(List.of(url), options, InstantSource.system());
  }

  /// An upstream with one address.
  ///
  /// @throws IOException if a CA file of the options cannot be used, with a sentence that names it
  public Upstream(IndexUrl url, UpstreamOptions options, InstantSource clock) throws IOException {
    this(List.of(url), options, clock);
  }

  /// @param urls where the registry can be had, the preferred address first; at least one
  /// @throws IOException if a CA file of the options cannot be used, with a sentence that names it
  public Upstream(List<? extends IndexUrl> urls, UpstreamOptions options, InstantSource clock)
      throws IOException {
    this(urls, options, clock, new Pace(WebApi.APART));
  }

  /// @param apiPace how far apart lookups are
  Upstream(
      List<? extends IndexUrl> urls, UpstreamOptions options, InstantSource clock, Pace apiPace)
      throws IOException {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("an upstream has at least one URL");
    }
    this.transport = new Transport(options, patience(urls.size(), options), clock, counters);
    Retries retries = new Retries(options.retryPause(), counters);
    this.sources =
        urls.stream()
            .map(url -> {
              Requests requests = new Requests(transport, retries, counters, clock);
              return new Source(
                  url, index(url, requests, options, clock), requests, apiPace, clock);
            })
            .toList();
    this.separateCatalog =
        options
            .catalog()
            .map(url ->
                gitIndex(url, new Requests(transport, retries, counters, clock), options, clock));
  }

  private static RegistryIndex index(
      IndexUrl url, Requests requests, UpstreamOptions options, InstantSource clock) {
    return switch (url) {
      case SparseUrl sparse -> new SparseIndex(sparse, requests, clock);
      case GitUrl git -> gitIndex(git, requests, options, clock);
    };
  }

  private static GitIndex gitIndex(
      GitUrl url, Requests requests, UpstreamOptions options, InstantSource clock) {
    Path clones =
        options
            .clones()
            .orElseThrow(() -> new IllegalArgumentException("no directory for git clones"));
    String name = url.index().toString().replaceAll("[^A-Za-z0-9.-]+", "_");
    GitConnections connections = new GitConnections(requests, clock);
    return new GitIndex(
        url.index(), new GitClone(url.index(), clones.resolve(name), connections, clock));
  }

  /// How long an answer is waited for: less than any client's patience where there is another
  /// address to ask.
  private static Duration patience(int addresses, UpstreamOptions options) {
    Duration stall = options.stallTimeout();
    Duration failover = options.failoverPatience();
    return addresses > 1 && failover.compareTo(stall) < 0 ? failover : stall;
  }

  /// The addresses that this upstream was made with, the preferred one first.
  public List<IndexUrl> urls() {
    return sources.stream().map(Source::url).toList();
  }

  /// The index file of a crate, if it is not the one that `known` stands for. Validators belong to
  /// the preferred address alone: another one is asked without, and its answer has none.
  ///
  /// @param known what was said with the copy at hand; [Validators#NONE] if there is none
  public IndexAnswer index(CrateName name, Validators known)
      throws UpstreamException, InterruptedException {
    return ask((source, failures) ->
        failures.isEmpty()
            ? Optional.of(source.index(name, known))
            : substitute(source.index(name, Validators.NONE), failures.getFirst()));
  }

  private static Optional<IndexAnswer> substitute(IndexAnswer answer, UpstreamException preferred) {
    return answer instanceof IndexAnswer.Changed changed
        ? Optional.of(
            new IndexAnswer.Changed(
                changed.body(), changed.file(), Validators.NONE, Optional.of(preferred)))
        : Optional.empty();
  }

  /// Starts the download of a crate from where the registry's `dl` says it is. Returns when the
  /// headers have come.
  ///
  /// @param version a version that the registry's index lists: if the upstream says that there is
  ///   none, it contradicts itself
  public Download download(CrateName name, CrateVersion version, Checksum checksum)
      throws UpstreamException, InterruptedException {
    return download(name, version, checksum, Resumption.NONE);
  }

  /// Starts the rest of a download that broke off, at another address if there is one. If the
  /// upstream's file is another one by now, or it cannot send a part, the file comes anew:
  /// [Download#offset()] says which. A failure of the kind MALFORMED is no reason to give up: the
  /// same download from the beginning may succeed.
  public Download download(CrateName name, CrateVersion version, Checksum checksum, Resumption from)
      throws UpstreamException, InterruptedException {
    return ask(
        brokenLast(from),
        (source, _) ->
            Optional.of(source.download(name, version, checksum, from.at(source.url()))));
  }

  /// The sources in their order, but those first that a broken download did not come from: one
  /// whose headers come and whose bodies break would be asked again and again.
  private List<Source> brokenLast(Resumption from) {
    return from.brokenAt()
        .map(broken ->
            sources.stream()
                .sorted(Comparator.comparing((Source source) -> source.url().equals(broken)))
                .toList())
        .orElse(sources);
  }

  /// The registry's `config.json`: fetched when first needed, kept for an hour, and kept on while
  /// the registry cannot give a new one.
  public RegistryConfig config() throws UpstreamException, InterruptedException {
    return ask((source, _) -> Optional.of(source.config(Deadline.NONE)));
  }

  /// Asks the registry's web API, which is the one that its `config.json` names. Takes at most 10
  /// s, in which it waits until the last lookup at that host was a second ago. Sends nothing but
  /// the lookup.
  public ApiAnswer api(ApiLookup lookup) throws UpstreamException, InterruptedException {
    Deadline deadline = Deadline.in(WebApi.LIMIT);
    return ask((source, failures) ->
        Optional.of(source.api(lookup, deadline))
            .filter(answer -> failures.isEmpty() || answer instanceof ApiAnswer.Found));
  }

  /// A text that belongs to the registry and lies elsewhere, such as the feed of its updates.
  ///
  /// @param what it is, for the sentence of a failure
  /// @param largest how many bytes it may have, decoded
  public byte[] text(String what, URI uri, int largest)
      throws UpstreamException, InterruptedException {
    return sources.getFirst().text(what, uri, largest);
  }

  private interface Question<T> {
    /// Empty if the source's answer is not believed.
    ///
    /// @param failures of the sources asked before. If there are any, the source stands in for
    ///   them, and is not believed when it says that there is nothing.
    Optional<T> ask(Source source, List<UpstreamException> failures)
        throws UpstreamException, InterruptedException;
  }

  private <T> T ask(Question<T> question) throws UpstreamException, InterruptedException {
    return ask(sources, question);
  }

  /// The first answer of the sources in this order.
  private <T> T ask(List<Source> ordered, Question<T> question)
      throws UpstreamException, InterruptedException {
    List<UpstreamException> failures = new ArrayList<>();
    for (Source source : ordered) {
      if (!failures.isEmpty()) {
        counters.failedOver();
      }
      try {
        Optional<T> answer = question.ask(source, failures);
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (UpstreamException failure) {
        failures.add(failure);
      }
    }
    UpstreamException first = failures.removeFirst();
    throw failures.isEmpty() ? first : first.alsoElsewhere(failures);
  }

  /// What tells which crates the registry has: the first address that can, else the catalog of the
  /// options. Empty if there is none.
  public Optional<Catalog> catalog() {
    return sources.stream()
        .flatMap(source -> source.catalog().stream())
        .findFirst()
        .or(() -> separateCatalog);
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
    sources.forEach(Source::close);
    separateCatalog.ifPresent(GitIndex::close);
  }
}
