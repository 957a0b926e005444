package dev.cratehold.registry;

import java.net.URI;
import java.net.URISyntaxException;

/// The address of a sparse index as cargo writes it: `sparse+https://host/path/`, with the slash at
/// its end that cargo demands. Holds no user name, password, query or fragment.
///
/// @param index the URL without `sparse+`; ends in a slash
public record SparseUrl(URI index) implements IndexUrl {
  private static final String SCHEME = "sparse+";

  public SparseUrl {
    String scheme = index.getScheme();
    if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("a sparse index is reached over http or https");
    }
    if (index.getHost() == null) {
      throw new IllegalArgumentException("the URL of a sparse index names a host");
    }
    if (index.getRawUserInfo() != null) {
      throw new IllegalArgumentException("the URL of a sparse index must not hold a password");
    }
    if (index.getRawQuery() != null || index.getRawFragment() != null) {
      throw new IllegalArgumentException("the URL of a sparse index has no query and no fragment");
    }
    if (!index.getRawPath().endsWith("/")) {
      throw new IllegalArgumentException("the URL of a sparse index ends in a slash");
    }
  }

  /// Reads `sparse+https://host/path/`; the prefix `sparse+` may be missing.
  ///
  /// @throws IllegalArgumentException with a sentence that says what is wrong and does not repeat
  ///   the text, which may hold a password
  public static SparseUrl parse(String text) {
    String url = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
    try {
      return new SparseUrl(new URI(url));
    } catch (URISyntaxException e) {
      // Not as the cause: its message repeats the text.
      throw new IllegalArgumentException("it is not a URL: " + e.getReason());
    }
  }

  /// The URL of a file of the index: this one with `path` behind it, as cargo joins them. Doubled
  /// slashes and dots stay where they are.
  ///
  /// @param path relative, such as `config.json` or `se/rd/serde`
  public URI resolve(String path) {
    return URI.create(index + path);
  }

  @Override
  public String toString() {
    return SCHEME + index;
  }
}
