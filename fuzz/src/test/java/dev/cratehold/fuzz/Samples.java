package dev.cratehold.fuzz;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random well-formed values, and what they look like in an index. For use by one thread.
public final class Samples {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";

  private final SplittableRandom random;

  public Samples(SplittableRandom random) {
    this.random = random;
  }

  public CrateName name() {
    int rest = random.nextInt(8) == 0 ? random.nextInt(64) : random.nextInt(10);
    return new CrateName(text(LETTERS + "_", 1) + text(LETTERS + DIGITS + "-_", rest));
  }

  public CrateVersion version() {
    String version = "%d.%d.%d".formatted(number(), number(), number());
    if (random.nextInt(4) == 0) {
      version += "-" + text(LETTERS, 1 + random.nextInt(5)) + "." + number();
    }
    if (random.nextInt(4) == 0) {
      version += "+" + text(LETTERS + DIGITS + "-", 1 + random.nextInt(5));
    }
    return new CrateVersion(version);
  }

  public Checksum checksum() {
    return new Checksum(text("0123456789abcdef", 64));
  }

  /// A line of the index file of this crate, its members in any order.
  String indexLine(CrateName name) {
    List<String> members =
        new ArrayList<>(
            List.of(
                "\"name\":\"" + name + "\"",
                "\"vers\":\"" + version() + "\"",
                "\"cksum\":\"" + checksum() + "\"",
                "\"yanked\":" + random.nextBoolean(),
                "\"features\":{\"default\":[\"std\"],\"std\":[]}",
                "\"deps\":[{\"name\":\"other\",\"req\":\"^1\",\"features\":[],\"kind\":null}]",
                "\"pubtime\":\"2026-01-31T12:00:00Z\"",
                "\"v\":" + random.nextInt(4)));
    StringBuilder line = new StringBuilder("{");
    while (!members.isEmpty()) {
      line.append(members.remove(random.nextInt(members.size())));
      line.append(members.isEmpty() ? "}" : ",");
    }
    return line.toString();
  }

  /// An index file of this crate with none to a few lines.
  String indexFile(CrateName name) {
    String lineEnd = oneOf("\n", "\n", "\r\n");
    return times(random.nextInt(5), i -> indexLine(name) + lineEnd);
  }

  /// A `config.json`, its `dl` with or without markers.
  String config() {
    String dl = oneOf("/dl", "/{crate}/{version}", "/{lowerprefix}/{sha256-checksum}.crate", "/");
    String api = oneOf("", ",\"api\":\"https://example.com/\"", ",\"api\":null");
    return "{\"dl\":\"%s://%s%s\"%s,\"auth-required\":%b}"
        .formatted(oneOf("http", "https"), host(), dl, api, random.nextBoolean());
  }

  public String host() {
    return oneOf("example.com", "127.0.0.1:8080", "[::1]:8080", "localhost", "a.b.c.example");
  }

  public String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private int number() {
    return random.nextInt(random.nextInt(4) == 0 ? Integer.MAX_VALUE : 30);
  }

  private String text(String alphabet, int length) {
    return times(length, i -> String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))));
  }

  private static String times(int count, IntFunction<String> piece) {
    return IntStream.range(0, count).mapToObj(piece).collect(Collectors.joining());
  }
}
