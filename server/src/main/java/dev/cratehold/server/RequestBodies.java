package dev.cratehold.server;

import dev.cratehold.gitindex.GitForm;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Which requests may bring a body, and how long it may be: those that `POST` to one of these
/// paths. The body of any other request is thrown away before it is looked at, and its connection
/// ends.
///
/// @param limits by path, in bytes
record RequestBodies(Map<String, Integer> limits) {
  /// What a git client says that it wants and has takes some kilobytes, compressed.
  private static final int GIT = 1 << 20;

  RequestBodies {
    limits = Map.copyOf(limits);
  }

  /// No request may.
  static RequestBodies none() {
    return new RequestBodies(Map.of());
  }

  /// Those that a server of this registry has a use for.
  static RequestBodies of(String mount) {
    Map<String, Integer> limits = new HashMap<>();
    for (GitForm form : GitForm.values()) {
      for (String root : Route.gitRoots(mount, form)) {
        limits.put(root + Route.GIT_PACK, GIT);
      }
    }
    limits.put(Route.PREFETCH, PrefetchResponder.LARGEST_ORDER);
    return new RequestBodies(limits);
  }

  /// How many bytes the body of a request may have; empty if it may have none.
  ///
  /// @param target its path, with its query if it has one
  OptionalInt limit(String method, String target) {
    Integer limit = limits.get(Route.SLASHES.matcher(target).replaceAll("/"));
    return limit == null || !method.equals("POST") ? OptionalInt.empty() : OptionalInt.of(limit);
  }
}
