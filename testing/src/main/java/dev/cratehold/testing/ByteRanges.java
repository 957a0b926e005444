package dev.cratehold.testing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers in part (RFC 9110, section 14), as far as resumed downloads need them: one range from an
/// offset on, under `If-Range` or without. Any other range is passed over, as a server may.
final class ByteRanges {
  private static final Pattern FROM = Pattern.compile("bytes=([0-9]{1,9})-");

  private ByteRanges() {}

  /// What a server of ranges answers to a request that without a range has the answer `whole`.
  static Answer answer(RecordedRequest request, Answer whole) {
    Answer offered = whole.with("accept-ranges", "bytes");
    Optional<Integer> from = request.header("range").flatMap(ByteRanges::from);
    if (from.isEmpty() || !isUnchanged(request, whole)) {
      return offered;
    }
    int length = whole.body().length();
    return from.get() < length
        ? offered.from(from.get())
        : Answer.text(416, "nothing from there on").with("content-range", "bytes */" + length);
  }

  private static Optional<Integer> from(String range) {
    Matcher matcher = FROM.matcher(range);
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  /// Whether the file is the one that the client has a part of: by a strong comparison.
  private static boolean isUnchanged(RecordedRequest request, Answer whole) {
    Optional<String> known = request.header("if-range");
    return known.isEmpty()
        || (known.get().equals(whole.headers().get("etag")) && !known.get().startsWith("W/"))
        || known.get().equals(whole.headers().get("last-modified"));
  }
}
