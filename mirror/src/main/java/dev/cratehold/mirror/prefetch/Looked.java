package dev.cratehold.mirror.prefetch;

import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.proxy.IndexReply;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.proxy.Wish;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexReleases;
import dev.cratehold.store.IndexCopy;
import java.io.IOException;

/// What is known of a crate after its index file was asked for.
sealed interface Looked {
  /// What the registry says. The file stays compressed, since there may be thousands of them.
  ///
  /// @param isStale whether the upstream could not be asked, and this is from earlier
  record Found(CrateName name, IndexCopy copy, boolean isStale) implements Looked {
    IndexReleases releases() {
      return IndexReleases.parse(name, copy.body());
    }
  }

  /// The registry has no such crate.
  record Missing() implements Looked {}

  /// It could not be asked, for this reason.
  record Failed(String reason) implements Looked {}

  /// Asks a registry for what it has now.
  static Looked ask(RegistryProxy proxy, CrateName name) {
    try {
      return switch (proxy.look(name, Wish.REFRESHED)) {
        case IndexReply.Found found ->
            new Found(name, found.copy(), found.status() == CacheStatus.STALE);
        case IndexReply.Missing _ -> new Missing();
      };
    } catch (IOException e) {
      return new Failed(Reasons.of(e));
    }
  }
}
