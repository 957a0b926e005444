package dev.cratehold.cas;

import dev.cratehold.cas.index.Index;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.integrity.ContentHash;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// The content that entries stand for, those of both programs: whoever deletes what only one of
/// them does not know takes it from the other.
final class Marking {
  private static final int SHARDS = 256;

  private final Set<String> used = ConcurrentHashMap.newKeySet();

  private Marking() {}

  static Marking of(Path root) throws IOException {
    Marking marking = new Marking();
    try {
      for (LineFormat format : LineFormat.values()) {
        Index index = new Index(root, format);
        IntStream.range(0, SHARDS).parallel().forEach(first -> marking.mark(index, first));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return marking;
  }

  private void mark(Index index, int first) {
    try {
      index.forEach(first, entry -> entry.integrity().ifPresent(this::mark));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void mark(Integrity integrity) {
    integrity.hashes().forEach(hash -> used.add(name(hash)));
  }

  boolean isUsed(ContentHash hash) {
    return used.contains(name(hash));
  }

  private static String name(ContentHash hash) {
    return hash.algorithm().word() + hash.hex();
  }
}
