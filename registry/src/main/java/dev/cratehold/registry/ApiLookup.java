package dev.cratehold.registry;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A question to a registry's web API that changes nothing there (the Cargo book, "Web API", and
/// what crates.io offers besides). Two lookups that ask the same are equal and have the same
/// [#pathAndQuery()].
public sealed interface ApiLookup {
  /// Crates that match a text: `cargo search`.
  ///
  /// @param text at most 200 characters, none of them a control character
  /// @param perPage how many at most, from 1 to 100
  /// @param page from 1 on
  record Search(String text, int perPage, int page) implements ApiLookup {
    private static final int LONGEST_TEXT = 200;
    private static final int LARGEST_PAGE = 100;

    public Search {
      if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "a search has at most " + LONGEST_TEXT + " characters and no control character");
      }
      if (perPage < 1 || perPage > LARGEST_PAGE) {
        throw new IllegalArgumentException("per_page is not in 1 to " + LARGEST_PAGE);
      }
      if (page < 1) {
        throw new IllegalArgumentException("page is not 1 or more");
      }
    }

    @Override
    public String pathAndQuery() {
      String query = CRATES + "?q=" + encoded(text) + "&per_page=" + perPage;
      return page == 1 ? query : query + "&page=" + page;
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
  }

  /// One crate with its versions.
  record Crate(CrateName name) implements ApiLookup {
    @Override
    public String pathAndQuery() {
      return CRATES + "/" + name;
    }
  }

  /// One version of a crate.
  record Version(CrateName name, CrateVersion version) implements ApiLookup {
    @Override
    public String pathAndQuery() {
      return CRATES + "/" + name + "/" + version.value().replace("+", "%2B");
    }
  }

  /// Who may publish a crate: `cargo owner --list`.
  record Owners(CrateName name) implements ApiLookup {
    @Override
    public String pathAndQuery() {
      return CRATES + "/" + name + "/owners";
    }
  }

  /// Where all of them lie below a registry's `api`.
  String CRATES = "/api/v1/crates";

  /// The path and query to be appended to a registry's `api`: percent-encoded, in one form only.
  String pathAndQuery();

  /// The look-up that a request asks for: the inverse of [#pathAndQuery()], but parameters may come
  /// in any order, and unknown ones are dropped. Only the query may be percent-encoded, and `+` in
  /// a version.
  ///
  /// @param path as it was sent, from `/api/v1/crates` on
  /// @param query as it was sent, without its question mark; empty if there was none
  /// @return empty if no look-up has this path
  /// @throws IllegalArgumentException if it is a search whose parameters are not allowed, with a
  ///   sentence that says which
  static Optional<ApiLookup> parse(String path, String query) {
    return ApiLookups.parse(path, query);
  }
}
