package dev.cratehold.registry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where a package comes from, as a lock file says it.
public sealed interface PackageSource {
  /// A registry whose index is a git repository, `registry+<url>`. It stands for crates.io in every
  /// lock file, however its index is read.
  record GitRegistry(String url) implements PackageSource {
    /// The URL that means crates.io.
    public static final String CRATES_IO = "https://github.com/rust-lang/crates.io-index";

    public boolean isCratesIo() {
      return url.equals(CRATES_IO);
    }
  }

  /// A registry whose index is read file by file, `sparse+<url>`.
  ///
  /// @param url without `sparse+`
  record SparseRegistry(String url) implements PackageSource {}

  /// A git repository, `git+<url>?branch=<name>#<commit>`.
  ///
  /// @param reference what was asked for; empty for the default branch
  /// @param commit what that was when it was locked
  record Git(String url, Optional<GitReference> reference, Optional<String> commit)
      implements PackageSource {}

  /// Anything else, as it is written.
  record Other(String text) implements PackageSource {}

  /// A name in a git repository.
  ///
  /// @param key `branch`, `tag` or `rev`
  record GitReference(String key, String value) {}

  /// How the name in a git source is written.
  enum Encoding {
    /// As it is: lock files up to version 3.
    PLAIN,
    /// As in a form on the web: lock files from version 4 on.
    PERCENT
  }

  /// Reads a source.
  static PackageSource parse(String text, Encoding encoding) {
    int plus = text.indexOf('+');
    String url = text.substring(plus + 1);
    return switch (text.substring(0, Math.max(plus, 0))) {
      case "registry" -> new GitRegistry(upTo(url, '#'));
      case "sparse" -> new SparseRegistry(upTo(url, '#'));
      case "git" -> git(url, encoding);
      default -> new Other(text);
    };
  }

  private static Git git(String url, Encoding encoding) {
    String withoutCommit = upTo(url, '#');
    String repository = upTo(withoutCommit, '?');
    return new Git(
        repository,
        behind(withoutCommit, repository).flatMap(query -> reference(query, encoding)),
        behind(url, withoutCommit));
  }

  private static Optional<GitReference> reference(String query, Encoding encoding) {
    String first = upTo(query, '&');
    String key = upTo(first, '=');
    return switch (key) {
      case "branch", "tag", "rev" ->
          behind(first, key).map(value -> new GitReference(key, decoded(value, encoding)));
      default -> Optional.empty();
    };
  }

  private static String decoded(String value, Encoding encoding) {
    if (encoding == Encoding.PLAIN) {
      return value;
    }
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      // A percent sign that begins no escape stands for itself.
      return value;
    }
  }

  private static String upTo(String text, char end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  /// What follows `start` and one separator; empty if nothing does.
  private static Optional<String> behind(String text, String start) {
    return text.length() > start.length() + 1
        ? Optional.of(text.substring(start.length() + 1))
        : Optional.empty();
  }
}
