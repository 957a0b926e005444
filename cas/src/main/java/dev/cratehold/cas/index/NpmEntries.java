package dev.cratehold.cas.index;

import dev.cratehold.cas.integrity.Integrity;
import java.util.Optional;
import java.util.OptionalLong;

/// `{"key":K,"integrity":I,"time":T,"size":S,"metadata":M}`, the last two only where there is
/// something to say. What npm reads may have members of any type; only the key must be a string.
final class NpmEntries extends EntryFormat {
  @Override
  boolean takes(String key) {
    return true;
  }

  @Override
  String json(IndexEntry entry) {
    if (entry.rawMetadata().isPresent()) {
      throw new IllegalArgumentException(
          "npm's cacache has no raw metadata, and this entry has some");
    }
    StringBuilder json = new StringBuilder();
    begin(json, entry);
    entry.size().ifPresent(size -> json.append(",\"size\":").append(size));
    entry.metadata().ifPresent(metadata -> json.append(",\"metadata\":").append(metadata));
    return json.append('}').toString();
  }

  @Override
  Optional<IndexEntry> entry(Members members) {
    return members.string("key").map(key -> entry(key, members));
  }

  private static IndexEntry entry(String key, Members members) {
    return new IndexEntry(
        key,
        members.string("integrity").filter(text -> !text.isEmpty()).map(Integrity::parseSound),
        members.whole("time").orElse(0L),
        members.whole("size").map(OptionalLong::of).orElseGet(OptionalLong::empty),
        members.value("metadata").map(Members.Member::json),
        Optional.empty());
  }

  @Override
  int end(byte[] bytes, int start, int limit) {
    return limit;
  }

  /// Whatever follows a further tab is passed over.
  @Override
  int jsonEnd(byte[] line, int start, int end) {
    return indexOf(line, '\t', start, end);
  }
}
