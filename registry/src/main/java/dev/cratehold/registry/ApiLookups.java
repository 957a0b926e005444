package dev.cratehold.registry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads look-ups from what a client asks for.
final class ApiLookups {
  /// What crates.io takes where a search does not say.
  private static final int DEFAULT_PER_PAGE = 10;

  private ApiLookups() {}

  /// The contract is [ApiLookup#parse].
  static Optional<ApiLookup> parse(String path, String query) {
    if (path.equals(ApiLookup.CRATES)) {
      return Optional.of(search(parameters(query)));
    }
    return path.startsWith(ApiLookup.CRATES + "/")
        ? ofCrate(path.substring(ApiLookup.CRATES.length() + 1).split("/", -1))
        : Optional.empty();
  }

  private static ApiLookup search(Map<String, String> parameters) {
    return new ApiLookup.Search(
        parameters.getOrDefault("q", ""),
        number(parameters, "per_page", DEFAULT_PER_PAGE),
        number(parameters, "page", 1));
  }

  private static int number(Map<String, String> parameters, String name, int otherwise) {
    String value = parameters.getOrDefault(name, "");
    if (value.isEmpty()) {
      return otherwise;
    }
    if (!value.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(name + " is not a number");
    }
    return Integer.parseInt(value);
  }

  /// The first value of each parameter, decoded.
  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            decoded(parameter.substring(0, equals)), decoded(parameter.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the query is not percent-encoded properly", e);
    }
  }

  private static Optional<ApiLookup> ofCrate(String[] segments) {
    Optional<CrateName> name = CrateName.parse(segments[0]);
    return switch (segments.length) {
      case 1 -> name.map(ApiLookup.Crate::new);
      case 2 -> name.flatMap(crate -> ofDetail(crate, segments[1]));
      default -> Optional.empty();
    };
  }

  private static Optional<ApiLookup> ofDetail(CrateName name, String detail) {
    if (detail.equals("owners")) {
      return Optional.of(new ApiLookup.Owners(name));
    }
    String version = detail.replace("%2B", "+").replace("%2b", "+");
    return CrateVersion.parse(version).map(parsed -> new ApiLookup.Version(name, parsed));
  }
}
