package dev.cratehold.acceptance;

import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Something done to a cache.
sealed interface CacheOperation {
  /// The key it is done to.
  String key();

  /// A line of a driver's script, as `benchmarks/cas/README.md` describes it, without line break.
  String line();

  /// Stores a value under a key.
  record Put(String key, CacheValue value, Options options) implements CacheOperation {
    @Override
    public String line() {
      SortedMap<String, Json> members = new TreeMap<>();
      members.put("op", new Json.Text("put"));
      members.put("key", new Json.Text(key));
      members.put("data", new Json.Text(Base64.getEncoder().encodeToString(value.bytes())));
      members.put("algorithm", new Json.Text(options.algorithm()));
      if (options instanceof Options.Detailed detailed) {
        members.put("time", Json.Decimal.of(detailed.time()));
        members.put("metadata", detailed.metadata());
        if (!detailed.rawMetadata().equals(Json.none())) {
          members.put("raw_metadata", detailed.rawMetadata());
        }
        switch (detailed.way()) {
          case WHOLE -> {}
          case DECLARED -> members.put("size", Json.Decimal.of(value.length()));
          case CHUNKS -> members.put("chunk", Json.Decimal.of(value.length() / 3 + 1));
        }
      }
      return new Json.Members(members).text();
    }
  }

  /// Removes a key and leaves the content.
  record Remove(String key) implements CacheOperation {
    @Override
    public String line() {
      return new Json.Members(
              new TreeMap<>(Map.of("op", new Json.Text("rm"), "key", new Json.Text(key))))
          .text();
    }
  }

  /// How a value is stored.
  sealed interface Options {
    /// The digest that names the content: `sha512`, `sha384`, `sha256`, `sha1`, `xxh3`.
    String algorithm();

    /// The shortest call there is.
    record Plain(String algorithm) implements Options {}

    /// A call that says more.
    ///
    /// @param time in milliseconds since the epoch, at least 1
    /// @param rawMetadata an array of bytes, or null; null for npm, which has none
    record Detailed(String algorithm, long time, Json metadata, Json rawMetadata, Way way)
        implements Options {}
  }

  /// In how many pieces the bytes come, and what is said of them in advance.
  enum Way {
    /// All at once.
    WHOLE,
    /// All at once, their number declared.
    DECLARED,
    /// In up to three pieces through a stream, their number not declared.
    CHUNKS
  }
}
