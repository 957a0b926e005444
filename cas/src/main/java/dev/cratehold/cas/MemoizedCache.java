package dev.cratehold.cas;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// A cache with a memory in front, as npm's cacache has with `memoize`: what was read or written
/// through this is read from memory as long as it is remembered, even if it is gone from the disk
/// meanwhile. One memory can serve several caches; each sees only its own.
///
/// Safe for use by several threads if the memory is.
public final class MemoizedCache {
  private final Cache cache;
  private final Memory memory;

  MemoizedCache(Cache cache, Memory memory) {
    this.cache = cache;
    this.memory = memory;
  }

  /// The content that a key stands for.
  ///
  /// @throws NotFoundException if it is not remembered and not in the cache
  /// @throws MismatchException if it is not remembered and corrupt
  public byte[] get(String key) throws IOException {
    Optional<Memo> memo = memory.get(name(key));
    if (memo.isPresent()) {
      return memo.get().bytes();
    }
    Blob blob = cache.blob(key);
    byte[] bytes = blob.bytes();
    remember(key, blob.entry(), blob.integrity(), bytes);
    return bytes.clone();
  }

  /// The content with one of these digests.
  ///
  /// @throws NotFoundException if it is not remembered and not in the cache
  /// @throws MismatchException if it is not remembered and corrupt
  public byte[] get(Integrity integrity) throws IOException {
    Optional<Memo> memo = memory.get(name(integrity));
    if (memo.isPresent()) {
      return memo.get().bytes();
    }
    byte[] bytes = cache.get(integrity);
    memory.put(name(integrity), new Memo(Optional.empty(), bytes));
    return bytes.clone();
  }

  /// The entry of a key.
  public Optional<IndexEntry> find(String key) throws IOException {
    Optional<Memo> memo = memory.get(name(key));
    return memo.isPresent() ? memo.get().entry() : cache.find(key);
  }

  /// Stores bytes under a key, and remembers them.
  ///
  /// @return the digests by which they are found
  public Integrity put(String key, byte[] bytes, PutOptions options) throws IOException {
    Integrity integrity = cache.put(key, bytes, options);
    remember(key, cache.find(key), integrity, bytes.clone());
    return integrity;
  }

  /// Removes the entry of a key and forgets all that is remembered, for other keys may stand for
  /// the same content.
  public void remove(String key, Removal removal) throws IOException {
    cache.remove(key, removal);
    memory.clear();
  }

  /// Removes content and forgets all that is remembered.
  ///
  /// @return whether there was any
  public boolean removeContent(Integrity integrity) throws IOException {
    boolean wasThere = cache.removeContent(integrity);
    memory.clear();
    return wasThere;
  }

  /// Forgets all that is remembered.
  public void forget() {
    memory.clear();
  }

  private void remember(String key, Optional<IndexEntry> entry, Integrity integrity, byte[] bytes) {
    memory.put(name(key), new Memo(entry, bytes));
    memory.put(name(integrity), new Memo(Optional.empty(), bytes));
  }

  /// No directory has a NUL in its name, so no two keys have the same.
  private String name(String key) {
    return "key\0" + root() + '\0' + key;
  }

  private String name(Integrity integrity) {
    return "digest\0" + root() + '\0' + integrity;
  }

  private Path root() {
    return cache.root().toAbsolutePath().normalize();
  }
}
