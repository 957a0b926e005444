package dev.cratehold.acceptance;

import dev.cratehold.cas.index.LineFormat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Keys and metadata of every kind that the programs of one form of the index can say, at random.
final class CacheTexts {
  private static final List<String> ODD_KEYS =
      List.of(
          "",
          " ",
          "\0",
          "\n",
          "\r\n",
          "\t",
          "a\nb",
          "a\tb",
          "\"",
          "\\",
          "/",
          "../../etc/passwd",
          "__proto__",
          "constructor",
          "hasOwnProperty",
          "toString",
          "null",
          "0",
          "key",
          "Key",
          "\u00e9",
          "e\u0301",
          "\u007f",
          "\u0085",
          "\u2028",
          "\u2029",
          "\ufeff",
          "\ufffd",
          "\uffff",
          "\ud83e\udd80",
          "\udbff\udfff",
          "x".repeat(40_000),
          "\u4e2d".repeat(40_000),
          "\ud83e\udd80".repeat(20_000));
  private static final List<String> HALVES =
      List.of(
          "\ud800", "\udbff", "\udc00", "\udfff", "\udc00\ud800", "a\ud83eb", "\ud83e\ud83e\udd80");
  private static final List<String> NAMES = List.of("__proto__", "a", "1", "", "toJSON", "length");
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "-1",
          "1.0",
          "0.1",
          "-2.5",
          "1e21",
          "1e-7",
          "1E+2",
          "9007199254740991",
          "-9007199254740991");
  private static final List<String> RUST_NUMBERS =
      List.of("9223372036854775807", "-9223372036854775808", "18446744073709551615");
  private static final int DEEP = 100;

  private final LineFormat format;
  private final SplittableRandom random;

  CacheTexts(LineFormat format, SplittableRandom random) {
    this.format = format;
    this.random = random;
  }

  /// As many different keys; the odd ones are among them.
  List<String> keys(int count) {
    Set<String> keys = new LinkedHashSet<>(ODD_KEYS);
    if (hasHalves()) {
      keys.addAll(HALVES);
    }
    while (keys.size() < count) {
      keys.add(
          random.nextBoolean()
              ? text(1 + random.nextInt(40))
              : "make-fetch-happen:request-cache:https://example.org/" + random.nextInt(1 << 30));
    }
    return keys.stream().limit(count).toList();
  }

  /// A value of any kind.
  Json json() {
    return random.nextInt(100) == 0 ? deep() : json(4);
  }

  private Json json(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 7)) {
      case 0 -> Json.none();
      case 1 -> new Json.Flag(random.nextBoolean());
      case 2 -> number();
      case 3 -> new Json.Text(text(random.nextInt(20)));
      case 4 -> array(depth);
      default -> members(depth);
    };
  }

  private Json array(int depth) {
    List<Json> items = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      items.add(json(depth - 1));
    }
    return new Json.Array(items);
  }

  private Json members(int depth) {
    SortedMap<String, Json> items = new TreeMap<>();
    for (int left = random.nextInt(5); left > 0; left--) {
      items.put(random.nextBoolean() ? pick(NAMES) : text(random.nextInt(8)), json(depth - 1));
    }
    return new Json.Members(items);
  }

  private Json deep() {
    Json value = number();
    for (int level = 0; level < DEEP; level++) {
      value = new Json.Array(List.of(value));
    }
    return value;
  }

  private Json number() {
    List<Supplier<BigDecimal>> kinds =
        List.of(
            () -> new BigDecimal(pick(NUMBERS)),
            () -> BigDecimal.valueOf(random.nextInt()),
            () -> BigDecimal.valueOf(random.nextInt(), random.nextInt(6)),
            () -> new BigDecimal(pick(hasHalves() ? NUMBERS : RUST_NUMBERS)));
    return new Json.Decimal(pick(kinds).get());
  }

  /// Characters from all of Unicode, many of ASCII.
  private String text(int length) {
    StringBuilder text = new StringBuilder();
    while (text.codePointCount(0, text.length()) < length) {
      int bound = pick(List.of(0x80, 0x800, Character.MAX_CODE_POINT + 1));
      int character = random.nextInt(bound);
      boolean isHalf = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
      if (!isHalf || hasHalves()) {
        text.appendCodePoint(character);
      }
    }
    return text.toString();
  }

  /// Whether strings may hold a surrogate without its other half.
  private boolean hasHalves() {
    return format == LineFormat.NPM;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
