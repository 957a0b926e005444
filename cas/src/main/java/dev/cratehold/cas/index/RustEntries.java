package dev.cratehold.cas.index;

import dev.cratehold.cas.integrity.Integrity;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JsonToken;

/// `{"key":K,"integrity":I,"time":T,"size":S,"metadata":M,"raw_metadata":R}`, always all six. What
/// cacache-rs reads has the right types and all of them but the last; without an integrity, it is a
/// removal.
final class RustEntries extends EntryFormat {
  private static final List<String> NAMES =
      List.of("key", "integrity", "time", "size", "metadata", "raw_metadata");

  /// What serde_json reads: 128, of which the entry itself and the value take one each.
  private static final int DEEPEST = 126;

  private static final Pattern BYTE =
      Pattern.compile("[0-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5]");

  @Override
  boolean takes(String key) {
    return !hasHalfSurrogate(key);
  }

  @Override
  String json(IndexEntry entry) {
    if (!takes(entry.key())) {
      throw new IllegalArgumentException(
          "a key of cacache-rs is Unicode, and this one has half of a surrogate pair");
    }
    if (entry.metadata().filter(JsonText::hasHalves).isPresent()) {
      throw new IllegalArgumentException(
          "metadata of cacache-rs is Unicode, and this has half of a surrogate pair");
    }
    if (entry.time() < 0 || entry.size().orElse(0) < 0) {
      throw new IllegalArgumentException(
          "times and sizes of cacache-rs are not negative, and one of this entry is");
    }
    StringBuilder json = new StringBuilder();
    begin(json, entry);
    json.append(",\"size\":").append(entry.size().orElse(0));
    json.append(",\"metadata\":").append(entry.metadata().orElse("null"));
    json.append(",\"raw_metadata\":");
    entry
        .rawMetadata()
        .ifPresentOrElse(raw -> append(json, raw.bytes()), () -> json.append("null"));
    return json.append('}').toString();
  }

  private static void append(StringBuilder json, byte[] bytes) {
    char before = '[';
    for (byte one : bytes) {
      json.append(before).append(Byte.toUnsignedInt(one));
      before = ',';
    }
    json.append(bytes.length == 0 ? "[]" : "]");
  }

  private static boolean hasHalfSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      if (c <= Character.MAX_VALUE && Character.isSurrogate((char) c)) {
        return true;
      }
      i += Character.charCount(c) - 1;
    }
    return false;
  }

  @Override
  Optional<IndexEntry> entry(Members members) {
    Optional<String> key = members.string("key").filter(text -> !hasHalfSurrogate(text));
    Optional<Long> time = members.whole("time").filter(number -> number >= 0);
    Optional<Long> size = members.whole("size").filter(number -> number >= 0);
    return key.isEmpty() || time.isEmpty() || size.isEmpty() || !isSound(members)
        ? Optional.empty()
        : Optional.of(
            new IndexEntry(
                key.get(),
                members.string("integrity").map(Integrity::parseSound),
                time.get(),
                OptionalLong.of(size.get()),
                members.value("metadata").map(Members.Member::json),
                members.value("raw_metadata").map(RustEntries::rawMetadata)));
  }

  private static boolean isSound(Members members) {
    Optional<Members.Member> metadata = members.value("metadata");
    Optional<Members.Member> raw = members.value("raw_metadata");
    return (members.repeated().isEmpty() || NAMES.stream().noneMatch(members.repeated()::contains))
        && !members.hasHalfNames()
        && members.has("metadata")
        && (metadata.isEmpty() || isMetadata(metadata.get()))
        && (raw.isEmpty() || isRawMetadata(raw.get()))
        && members.value("integrity").isPresent() == members.string("integrity").isPresent();
  }

  private static boolean isMetadata(Members.Member member) {
    return member.depth() <= DEEPEST && !JsonText.hasHalves(member.json());
  }

  private static boolean isRawMetadata(Members.Member member) {
    return member.type() == JsonToken.START_ARRAY
        && numbers(member).stream().allMatch(word -> BYTE.matcher(word).matches());
  }

  private static RawMetadata rawMetadata(Members.Member member) {
    List<String> numbers = numbers(member);
    byte[] bytes = new byte[numbers.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(numbers.get(i));
    }
    return new RawMetadata(bytes);
  }

  /// What stands between the commas of an array.
  private static List<String> numbers(Members.Member array) {
    String json = array.json();
    String inside = json.substring(1, json.length() - 1).strip();
    return inside.isEmpty()
        ? List.of()
        : Stream.of(inside.split(",", -1)).map(String::strip).toList();
  }

  @Override
  int end(byte[] bytes, int start, int limit) {
    return limit > start && bytes[limit - 1] == '\r' ? limit - 1 : limit;
  }

  /// A line with a further tab is none.
  @Override
  int jsonEnd(byte[] line, int start, int end) {
    return indexOf(line, '\t', start, end) < end ? start : end;
  }
}
