package dev.cratehold.proxy;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.store.IndexCopy;
import dev.cratehold.upstream.IndexAnswer;
import dev.cratehold.upstream.UpstreamException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An index file in memory: what is served, and, from the first time that it is needed, what it
/// says.
///
/// Safe for use by several threads; reading the same file twice at once does no harm.
final class CachedIndex {
  private static final int BYTES_PER_ENTRY = 300;
  private static final int BYTES_PER_FILE = 400;

  private final CrateName name;
  private final IndexCopy copy;

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as in the answer that it comes from
  private final Optional<UpstreamException> insteadOf;

  private volatile @Nullable IndexFile file;

  CachedIndex(CrateName name, IndexCopy copy) {
    this(name, copy, Optional.empty());
  }

  private CachedIndex(CrateName name, IndexCopy copy, Optional<UpstreamException> insteadOf) {
    this.name = name;
    this.copy = copy;
    this.insteadOf = insteadOf;
  }

  /// What the upstream gave.
  static CachedIndex of(IndexAnswer.Changed changed, IndexCopy copy) {
    CachedIndex cached = new CachedIndex(changed.file().name(), copy, changed.insteadOf());
    cached.file = changed.file();
    return cached;
  }

  IndexCopy copy() {
    return copy;
  }

  /// How the upstream's preferred address failed, if it was another one that vouched for this last:
  /// then what this does not list may be all the same. Not kept with the copy in the store.
  Optional<UpstreamException> insteadOf() {
    return insteadOf;
  }

  /// The same content, confirmed by the upstream's preferred address since.
  CachedIndex confirmed(IndexCopy newer) {
    return confirmed(newer, Optional.empty());
  }

  /// The same content, confirmed by an answer with the same bytes since.
  CachedIndex confirmed(IndexCopy newer, IndexAnswer.Changed by) {
    return confirmed(newer, by.insteadOf());
  }

  private CachedIndex confirmed(IndexCopy newer, Optional<UpstreamException> unsaid) {
    CachedIndex confirmed = new CachedIndex(name, newer, unsaid);
    confirmed.file = file;
    return confirmed;
  }

  /// What the file says.
  ///
  /// @throws MalformedIndexException if it cannot be read, which [IndexRelay] rules out
  IndexFile file() throws MalformedIndexException {
    IndexFile known = file;
    if (known == null) {
      known = IndexFile.parse(name, copy.body());
      file = known;
    }
    return known;
  }

  /// About how many bytes of memory this takes, counting the parsed form that it may come to hold.
  int weight() {
    return BYTES_PER_FILE + copy.gzip().length + copy.length() / 500 * BYTES_PER_ENTRY;
  }
}
