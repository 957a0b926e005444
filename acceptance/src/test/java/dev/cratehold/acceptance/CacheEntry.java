package dev.cratehold.acceptance;

/// A live entry as a driver's `dump` shows it.
///
/// @param size as recorded; 0 if the writer did not know it
/// @param time in milliseconds since the epoch
/// @param rawMetadata an array of bytes, or null
/// @param byKey the SHA-256 in hex of what was read by the key, or `error: …`
/// @param byHash the same of what was read by the integrity
record CacheEntry(
    String key,
    String integrity,
    long size,
    long time,
    Json metadata,
    Json rawMetadata,
    String byKey,
    String byHash) {
  /// Reads a line of a dump.
  static CacheEntry parse(String line) {
    Json.Members members = Json.parseMembers(line);
    return new CacheEntry(
        members.string("key"),
        members.string("integrity"),
        members.get("size").equals(Json.none()) ? 0 : members.number("size"),
        members.number("time"),
        members.get("metadata"),
        members.items().getOrDefault("raw_metadata", Json.none()),
        members.string("by_key"),
        members.string("by_hash"));
  }
}
