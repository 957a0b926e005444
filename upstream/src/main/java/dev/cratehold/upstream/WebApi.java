package dev.cratehold.upstream;

import dev.cratehold.registry.ApiLookup;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Asks the web API of a registry, politely: one request a second to each host, as crates.io's data
/// access policy demands. Nothing of a client's request goes along but the lookup itself.
///
/// Safe for use by several threads.
final class WebApi {
  /// How long a lookup may take altogether, its place in the row included: who types `cargo search`
  /// waits no longer.
  static final Duration LIMIT = Duration.ofSeconds(10);

  static final Duration APART = Duration.ofSeconds(1);

  private static final int LARGEST = 4 << 20;
  private static final Map<String, String> HEADERS =
      Map.of("accept", "application/json", "accept-encoding", "gzip");

  private final URI index;
  private final Requests requests;
  private final Pace pace;
  private final InstantSource clock;

  /// @param index the registry's index, which led to the web API
  WebApi(URI index, Requests requests, Pace pace, InstantSource clock) {
    this.index = index;
    this.requests = requests;
    this.pace = pace;
    this.clock = clock;
  }

  /// @param base the registry's `api`
  ApiAnswer ask(String base, ApiLookup lookup, Deadline deadline)
      throws UpstreamException, InterruptedException {
    String what = what(lookup);
    Asked asked = new Asked(what, uri(what, base, lookup), HEADERS, deadline);
    return requests.run(journey -> {
      awaitTurn(asked);
      try (Answer answer = journey.get(asked)) {
        return switch (answer.status()) {
          case 200 -> found(answer);
          case 404 -> absent(lookup);
          default -> throw Failures.status(answer, clock.instant());
        };
      }
    });
  }

  /// A search that finds nothing is answered with an empty list. Where there is nothing to ask,
  /// such as behind the `api` that the `config.json` of some repository managers names, the answer
  /// is 404.
  private static ApiAnswer absent(ApiLookup lookup) {
    return lookup instanceof ApiLookup.Search ? new ApiAnswer.NoWebApi() : new ApiAnswer.Absent();
  }

  private URI uri(String what, String base, ApiLookup lookup) throws UpstreamException {
    try {
      return new URI(base + lookup.pathAndQuery());
    } catch (URISyntaxException e) {
      Asked asked = new Asked(what, index, Map.of());
      throw Failures.malformed(asked, "the \"api\" of its config.json is no URL: " + base, e);
    }
  }

  private static String what(ApiLookup lookup) {
    return switch (lookup) {
      case ApiLookup.Search _ -> "the result of a search";
      case ApiLookup.Crate crate -> "what the web API says of " + crate.name();
      case ApiLookup.Version version ->
          "what the web API says of " + version.name() + " " + version.version();
      case ApiLookup.Owners owners -> "the owners of " + owners.name();
    };
  }

  private void awaitTurn(Asked asked) throws UpstreamException, InterruptedException {
    Duration patience = asked.deadline().left();
    Optional<Duration> wait =
        pace.reserve(String.valueOf(asked.uri().getHost()), System.nanoTime(), patience);
    Thread.sleep(wait.orElseThrow(() -> Failures.noTurn(asked, patience)));
  }

  private static ApiAnswer found(Answer answer) throws UpstreamException {
    String type = answer.header("content-type").orElse("none").toLowerCase(Locale.ROOT);
    String media = type.split(";", 2)[0].strip();
    if (!media.equals("application/json") && !media.endsWith("+json")) {
      throw Failures.malformed(answer.asked(), "its content type is " + type + ", not JSON", null);
    }
    return new ApiAnswer.Found(TextBody.read(answer, LARGEST));
  }
}
