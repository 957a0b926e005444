package dev.cratehold.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/// The address of an index that is a git repository, reached over http: `git+https://host/path`.
/// Holds no user name, password, query or fragment.
///
/// @param index the URL without `git+`
public record GitUrl(URI index) implements IndexUrl {
  private static final String SCHEME = "git+";

  /// What cargo's lock files write before it.
  private static final List<String> SCHEMES = List.of(SCHEME, "registry+");

  /// Checks the URL.
  public GitUrl {
    String scheme = index.getScheme();
    if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("a git index is reached over http or https");
    }
    if (index.getHost() == null) {
      throw new IllegalArgumentException("the URL of a git index names a host");
    }
    if (index.getRawUserInfo() != null) {
      throw new IllegalArgumentException("the URL of a git index must not hold a password");
    }
    if (index.getRawQuery() != null || index.getRawFragment() != null) {
      throw new IllegalArgumentException("the URL of a git index has no query and no fragment");
    }
  }

  static boolean isOne(String text) {
    return SCHEMES.stream().anyMatch(text::startsWith);
  }

  /// Reads `git+https://host/path` or `registry+https://host/path`; the prefix may be missing.
  ///
  /// @throws IllegalArgumentException with a sentence that says what is wrong and does not repeat
  ///   the text, which may hold a password
  public static GitUrl parse(String text) {
    String url =
        SCHEMES.stream()
            .filter(text::startsWith)
            .findFirst()
            .map(scheme -> text.substring(scheme.length()))
            .orElse(text);
    try {
      return new GitUrl(new URI(url));
    } catch (URISyntaxException e) {
      // Not as the cause: its message repeats the text.
      throw new IllegalArgumentException("it is not a URL: " + e.getReason());
    }
  }

  @Override
  public String toString() {
    return SCHEME + index;
  }
}
