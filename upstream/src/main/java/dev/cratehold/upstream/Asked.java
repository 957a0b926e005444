package dev.cratehold.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/// One thing that an upstream is asked for.
///
/// @param what for messages: `the index file of serde`
/// @param uri where it is
/// @param headers the request's own headers
record Asked(String what, URI uri, Map<String, String> headers) {
  /// The same at another place, for a redirect.
  Asked at(URI other) {
    return new Asked(what, other, headers);
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
