package dev.cratehold.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The fields of a request's head that say where the request ends and whom it asks.
final class HeadFields {
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final List<String> hosts = new ArrayList<>();
  private final List<String> lengths = new ArrayList<>();
  private final List<String> codings = new ArrayList<>();

  void add(String name, String value) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "host" -> hosts.add(value);
      case "content-length" -> lengths.add(value);
      case "transfer-encoding" -> codings.add(value);
      default -> {}
    }
  }

  /// What makes the request ambiguous, as a sentence; empty if nothing does.
  ///
  /// @param http11 false for HTTP/1.0, which knows neither hosts nor codings
  Optional<String> problem(boolean http11) {
    if (hosts.size() > 1) {
      return Optional.of("The request has more than one Host header.");
    }
    if (http11 && hosts.isEmpty()) {
      return Optional.of("The request has no Host header.");
    }
    if (!lengths.isEmpty() && !codings.isEmpty()) {
      return Optional.of("The request has both a Content-Length and a Transfer-Encoding.");
    }
    if (lengths.size() > 1 || lengths.stream().anyMatch(l -> !LENGTH.matcher(l).matches())) {
      return Optional.of("The request's Content-Length is not one number.");
    }
    boolean chunked = codings.equals(List.of()) || isChunked();
    return chunked && (http11 || codings.isEmpty())
        ? Optional.empty()
        : Optional.of("The request has a Transfer-Encoding that is not understood here.");
  }

  private boolean isChunked() {
    return codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
  }

  boolean hasBody() {
    return !codings.isEmpty() || lengths.stream().anyMatch(length -> Long.parseLong(length) > 0);
  }

  /// How many bytes the body has, if that is announced.
  OptionalLong length() {
    return lengths.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(lengths.getFirst()));
  }

  /// True if the request names this authority as its host.
  boolean isHost(String authority) {
    return hosts.size() == 1 && hosts.getFirst().equalsIgnoreCase(authority);
  }
}
