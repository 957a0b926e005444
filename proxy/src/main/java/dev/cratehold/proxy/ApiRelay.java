package dev.cratehold.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cratehold.registry.ApiLookup;
import dev.cratehold.upstream.ApiAnswer;
import dev.cratehold.upstream.Upstream;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Look-ups in one registry's web API: from memory, else from the upstream, else, if that has no
/// web API, from the index files that are here.
///
/// Safe for use by several threads. Of several equal look-ups the upstream sees one.
final class ApiRelay {
  private static final System.Logger LOG = System.getLogger(ApiRelay.class.getName());
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final Duration NEGATIVE_TTL = Duration.ofSeconds(30);
  private static final long MEMORY = 8 << 20;
  private static final int BYTES_PER_ANSWER = 500;

  private final LocalLookups local;
  private final Upstream upstream;
  private final Duration patience;
  private final InstantSource clock;
  private final AnswerCounter answers = new AnswerCounter();
  private final SingleFlight<ApiLookup, ApiReply> flights = new SingleFlight<>();
  private final Cache<ApiLookup, Kept> memory =
      Caffeine.newBuilder()
          .maximumWeight(MEMORY)
          .weigher((ApiLookup _, Kept kept) -> kept.weight())
          .build();

  /// @param patience how long a client waits for the upstream while an older answer could be given
  ApiRelay(LocalLookups local, Upstream upstream, Duration patience, InstantSource clock) {
    this.local = local;
    this.upstream = upstream;
    this.patience = patience;
    this.clock = clock;
  }

  /// What the upstream said.
  private record Kept(ApiReply reply, Instant since) {
    int weight() {
      return switch (reply) {
        case ApiReply.Found found -> found.json().length + BYTES_PER_ANSWER;
        case ApiReply.Missing _ -> BYTES_PER_ANSWER;
      };
    }

    Duration ttl() {
      return reply instanceof ApiReply.Found ? TTL : NEGATIVE_TTL;
    }

    /// The same answer, now from here.
    ApiReply as(CacheStatus status) {
      return switch (reply) {
        case ApiReply.Found found -> new ApiReply.Found(found.json(), status);
        case ApiReply.Missing missing -> missing;
      };
    }
  }

  ApiReply get(ApiLookup lookup) throws IOException {
    try {
      ApiReply reply = answer(lookup);
      count(reply);
      return reply;
    } catch (IOException e) {
      answers.failed();
      throw e;
    }
  }

  private void count(ApiReply reply) {
    switch (reply) {
      case ApiReply.Found found -> answers.found(found.status());
      case ApiReply.Missing _ -> answers.missing();
    }
  }

  private ApiReply answer(ApiLookup lookup) throws IOException {
    Kept kept = memory.getIfPresent(lookup);
    if (kept == null) {
      return SingleFlight.await(flights.join(lookup, () -> ask(lookup)));
    }
    return Freshness.decide(kept.since(), clock.instant(), kept.ttl()) == Freshness.FRESH
        ? kept.as(CacheStatus.HIT)
        : renewed(lookup, kept);
  }

  private ApiReply renewed(ApiLookup lookup, Kept kept) throws IOException {
    try {
      return SingleFlight.await(flights.join(lookup, () -> ask(lookup)), patience)
          .orElseGet(() -> kept.as(CacheStatus.STALE));
    } catch (UpstreamException e) {
      if (kept.reply() instanceof ApiReply.Missing) {
        throw e;
      }
      return kept.as(CacheStatus.STALE);
    }
  }

  private ApiReply ask(ApiLookup lookup) throws IOException, InterruptedException {
    try {
      return switch (upstream.api(lookup)) {
        case ApiAnswer.Found(byte[] json) ->
            keep(lookup, new ApiReply.Found(json, CacheStatus.MISS));
        case ApiAnswer.Absent() ->
            keep(lookup, new ApiReply.Missing("the registry has no such thing"));
        case ApiAnswer.NoWebApi() -> local.answer(lookup);
      };
    } catch (UpstreamException e) {
      LOG.log(Complaints.level(e), e.getMessage());
      throw e;
    }
  }

  private ApiReply keep(ApiLookup lookup, ApiReply reply) {
    memory.put(lookup, new Kept(reply, clock.instant()));
    return reply;
  }

  AnswerCounter answers() {
    return answers;
  }
}
