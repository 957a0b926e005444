package dev.cratehold.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// One thing that an upstream is asked for.
///
/// @param what for messages: `the index file of serde`
/// @param uri where it is
/// @param headers the request's own headers, with names in lower case
/// @param deadline until when all of the answer must have come
/// @param body what is sent; with an empty one it is a GET, else a POST
record Asked(
    String what,
    URI uri,
    Map<String, String> headers,
    Deadline deadline,
    HttpRequest.BodyPublisher body) {
  /// What any server may be told. Whatever else there is may be a secret of the first one.
  private static final Set<String> HARMLESS =
      Set.of(
          "accept",
          "accept-encoding",
          "cargo-protocol",
          "content-encoding",
          "content-type",
          "git-protocol",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "range");

  Asked(String what, URI uri, Map<String, String> headers) {
    this(what, uri, headers, Deadline.NONE);
  }

  Asked(String what, URI uri, Map<String, String> headers, Deadline deadline) {
    this(what, uri, headers, deadline, HttpRequest.BodyPublishers.noBody());
  }

  /// The same at another place, for a redirect. Another server gets only harmless headers.
  Asked at(URI other) {
    if (Origin.key(other).equals(Origin.key(uri))) {
      return new Asked(what, other, headers, deadline, body);
    }
    Map<String, String> passedOn =
        headers.entrySet().stream()
            .filter(header -> HARMLESS.contains(header.getKey()))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    return new Asked(what, other, passedOn, deadline, body);
  }

  /// The same, to be answered by a time.
  Asked until(Deadline by) {
    return new Asked(what, uri, headers, by, body);
  }

  /// The URI without user, query and fragment, which may hold secrets.
  URI shown() {
    return withoutSecrets(uri);
  }

  /// The beginning of every failure's message.
  String failed() {
    return "cannot fetch " + what + " from " + shown();
  }

  static URI withoutSecrets(URI uri) {
    try {
      return new URI(
          uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a part of a URI is no URI", e);
    }
  }
}
