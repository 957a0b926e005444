package dev.cratehold.upstream;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header `Content-Range` of a part of a file (RFC 9110, section 14.4). Pure.
///
/// @param first the part's first byte
/// @param last its last byte
/// @param total the length of the whole file, if the server says it
record ByteRange(long first, long last, OptionalLong total) {
  private static final Pattern GRAMMAR =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  /// Empty if `text` is no range of bytes that can be.
  static Optional<ByteRange> parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String total = matcher.group(3);
    ByteRange range =
        new ByteRange(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            total.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(total)));
    return Optional.of(range).filter(ByteRange::isPossible);
  }

  private boolean isPossible() {
    return first <= last && (total.isEmpty() || last < total.getAsLong());
  }

  long length() {
    return last - first + 1;
  }

  /// True if this is all of the file from `offset` on.
  boolean isRestFrom(long offset) {
    return first == offset && (total.isEmpty() || last == total.getAsLong() - 1);
  }
}
