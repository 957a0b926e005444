package dev.cratehold.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of our own metrics: those in docs/metrics.md, and those in an answer of `/metrics`.
final class MetricsDocument {
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(cratehold_[a-z_]+)` ");
  private static final Pattern SERVED = Pattern.compile("(?m)^# TYPE (cratehold_[a-z_]+) ");

  private MetricsDocument() {}

  static Set<String> documented() throws IOException {
    return all(DOCUMENTED, Files.readString(Path.of("..", "docs", "metrics.md")));
  }

  static Set<String> namesIn(String scraped) {
    return all(SERVED, scraped);
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> names = new TreeSet<>();
    Matcher name = pattern.matcher(text);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }
}
