package dev.cratehold.acceptance;

import dev.cratehold.acceptance.CacheOperation.Options;
import dev.cratehold.acceptance.CacheOperation.Put;
import dev.cratehold.acceptance.CacheOperation.Remove;
import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheOptions;
import dev.cratehold.cas.CacheWriter;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.PutOptions;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Cratehold's own engine, told what to do as a [CacheDriver] is, but within this process.
///
/// @param layout whose lines it writes and reads
record OwnDriver(Layout layout) {
  /// The cache in a directory.
  Cache open(Path root) {
    return Cache.in(root, CacheOptions.DEFAULT.withLayout(layout));
  }

  /// Does all of it.
  void applyAll(Path root, Iterable<CacheOperation> operations) throws IOException {
    Cache cache = open(root);
    for (CacheOperation operation : operations) {
      switch (operation) {
        case Put put -> put(cache, put);
        case Remove(String key) -> cache.remove(key);
      }
    }
  }

  private static void put(Cache cache, Put put) throws IOException {
    byte[] bytes = put.value().bytes();
    PutOptions algorithm = PutOptions.DEFAULT.withAlgorithms(algorithm(put.options().algorithm()));
    switch (put.options()) {
      case Options.Plain _ -> cache.put(put.key(), bytes, algorithm);
      case Options.Detailed detailed -> {
        PutOptions options = detailed(algorithm, detailed);
        switch (detailed.way()) {
          case WHOLE -> cache.put(put.key(), bytes, options);
          case DECLARED -> cache.put(put.key(), bytes, options.withSize(bytes.length));
          case CHUNKS -> putInChunks(cache.writer(put.key(), options), bytes);
        }
      }
    }
  }

  private static HashAlgorithm algorithm(String word) {
    return HashAlgorithm.of(word).orElseThrow();
  }

  private static PutOptions detailed(PutOptions options, Options.Detailed detailed) {
    PutOptions said = options.withTime(Instant.ofEpochMilli(detailed.time()));
    if (!detailed.metadata().equals(Json.none())) {
      said = said.withMetadata(detailed.metadata().text());
    }
    return detailed.rawMetadata() instanceof Json.Array raw
        ? said.withRawMetadata(bytes(raw))
        : said;
  }

  private static byte[] bytes(Json.Array array) {
    byte[] bytes = new byte[array.items().size()];
    for (int i = 0; i < bytes.length; i++) {
      if (array.items().get(i) instanceof Json.Decimal(BigDecimal value)) {
        bytes[i] = (byte) value.intValueExact();
      }
    }
    return bytes;
  }

  private static void putInChunks(CacheWriter writer, byte[] bytes) throws IOException {
    int chunk = bytes.length / 3 + 1;
    try (writer) {
      for (int at = 0; at < bytes.length; at += chunk) {
        writer.write(bytes, at, Math.min(chunk, bytes.length - at));
      }
      writer.commit();
    }
  }

  /// All live entries by their key, each of them looked up and read.
  ///
  /// @throws AssertionError if an entry is listed twice, or not as it is found
  SortedMap<String, CacheEntry> dump(Path root) throws IOException {
    Cache cache = open(root);
    SortedMap<String, CacheEntry> entries = new TreeMap<>();
    for (IndexEntry entry : cache.index().list()) {
      IndexEntry found = cache.find(entry.key()).orElseThrow();
      if (!found.equals(entry)) {
        throw new AssertionError("listed: " + entry + ", found: " + found);
      }
      if (entries.put(entry.key(), entry(cache, entry)) != null) {
        throw new AssertionError("a key is listed twice: " + entry);
      }
    }
    return entries;
  }

  private static CacheEntry entry(Cache cache, IndexEntry entry) throws IOException {
    Integrity integrity = entry.integrity().orElseThrow();
    return new CacheEntry(
        entry.key(),
        integrity.toString(),
        entry.size().orElse(0),
        entry.time(),
        entry.metadata().map(Json::parse).orElseGet(Json::none),
        entry.rawMetadata().map(raw -> array(raw.bytes())).orElseGet(Json::none),
        CacheValue.sha256(cache.get(entry.key())),
        CacheValue.sha256(cache.get(integrity)));
  }

  private static Json array(byte[] bytes) {
    return Json.parse(
        IntStream.range(0, bytes.length)
            .mapToObj(i -> Integer.toString(bytes[i] & 0xff))
            .collect(Collectors.joining(",", "[", "]")));
  }
}
