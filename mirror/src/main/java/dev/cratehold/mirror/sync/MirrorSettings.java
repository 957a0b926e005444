package dev.cratehold.mirror.sync;

import dev.cratehold.mirror.sync.MirrorFilter.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a mirror is told to mirror, and how.
///
/// @param names a file with the names of its crates; empty if the upstream itself says which there
///   are
/// @param feed where the feed of updates is, a URL or a file; empty for none
public record MirrorSettings(
    Optional<Path> names, Optional<String> feed, MirrorFilter filter, Politeness politeness) {
  /// All crates of an upstream that knows them.
  public static final MirrorSettings DEFAULT =
      new MirrorSettings(Optional.empty(), Optional.empty(), MirrorFilter.ALL, Politeness.DEFAULT);

  /// True if every crate is wanted, be it only some of its versions.
  public boolean wantEveryCrate() {
    return names.isEmpty() && filter.include().isEmpty() && filter.exclude().isEmpty();
  }

  /// The settings as they are kept: a line for each, `key=value`.
  public String text() {
    List<String> lines = new ArrayList<>();
    names.ifPresent(file -> lines.add("names=" + file));
    feed.ifPresent(place -> lines.add("feed=" + place));
    filter.include().forEach(pattern -> lines.add("include=" + pattern));
    filter.exclude().forEach(pattern -> lines.add("exclude=" + pattern));
    filter.newest().ifPresent(count -> lines.add("newest=" + count));
    lines.add("content=" + filter.content());
    lines.add("threads=" + politeness.threads());
    politeness.requestsPerSecond().ifPresent(rate -> lines.add("rate=" + rate));
    politeness.bytesPerSecond().ifPresent(rate -> lines.add("bandwidth=" + rate));
    return String.join("\n", lines);
  }

  /// The settings that were kept as this text. Lines of a later Cratehold are passed over.
  public static MirrorSettings parse(String text) {
    List<String> lines = text.lines().toList();
    MirrorFilter filter =
        new MirrorFilter(
            patterns(lines, "include"),
            patterns(lines, "exclude"),
            number(lines, "newest"),
            value(lines, "content").map(Content::valueOf).orElse(Content.CRATES));
    Politeness politeness =
        new Politeness(
            number(lines, "threads").orElse(Politeness.DEFAULT.threads()),
            number(lines, "rate"),
            value(lines, "bandwidth")
                .map(rate -> OptionalLong.of(Long.parseLong(rate)))
                .orElseGet(OptionalLong::empty));
    return new MirrorSettings(
        value(lines, "names").map(Path::of), value(lines, "feed"), filter, politeness);
  }

  private static OptionalInt number(List<String> lines, String key) {
    return value(lines, key)
        .map(text -> OptionalInt.of(Integer.parseInt(text)))
        .orElseGet(OptionalInt::empty);
  }

  private static List<NamePattern> patterns(List<String> lines, String key) {
    return values(lines, key).stream().map(NamePattern::new).toList();
  }

  private static Optional<String> value(List<String> lines, String key) {
    return values(lines, key).stream().findFirst();
  }

  private static List<String> values(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }
}
