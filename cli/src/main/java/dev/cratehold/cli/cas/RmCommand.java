package dev.cratehold.cli.cas;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.Owner;
import dev.cratehold.cas.Removal;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.cli.cas.CasView.ContentFate;
import dev.cratehold.cli.cas.CasView.Doing;
import dev.cratehold.cli.model.ModelParts;
import dev.cratehold.cli.terminal.ExitCode;
import java.io.IOException;

/// `cratehold cas rm`.
record RmCommand(CasView view) {
  ExitCode run(CasArguments arguments, CacheDirectory directory) throws IOException, CasException {
    String key = arguments.key();
    Removal removal = arguments.has(CasModel.CONTENT_OPTION) ? Removal.CONTENT : Removal.ENTRY;
    Doing doing = Doing.of(arguments.has(ModelParts.DRY_RUN_OPTION));
    Cache cache = directory.toRemove();
    Owner.requireNone(directory.path());
    IndexEntry entry = cache.blob(key).entry().orElseThrow();
    ContentFate fate = removal == Removal.CONTENT ? fate(cache, entry) : ContentFate.KEPT;
    if (doing == Doing.DONE) {
      cache.remove(key, removal);
    }
    view.removed(new CasView.Removed(entry, fate), doing);
    return ExitCode.DONE;
  }

  private static ContentFate fate(Cache cache, IndexEntry entry) throws IOException {
    Integrity integrity = entry.integrity().orElseThrow();
    if (!cache.contains(integrity)) {
      return ContentFate.MISSING;
    }
    boolean isShared =
        cache
            .entries()
            .filter(other -> !other.key().equals(entry.key()))
            .anyMatch(other -> other.integrity().filter(i -> isSame(i, integrity)).isPresent());
    return isShared ? ContentFate.SHARED : ContentFate.REMOVED;
  }

  private static boolean isSame(Integrity one, Integrity other) {
    return one.hashes().stream().anyMatch(hash -> has(other, hash));
  }

  private static boolean has(Integrity integrity, ContentHash hash) {
    return integrity.hashes().stream().anyMatch(hash::isSameDigest);
  }
}
