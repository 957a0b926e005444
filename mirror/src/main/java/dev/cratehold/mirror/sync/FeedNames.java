package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a feed of updates names since it was last read. Where it does not reach back so far, or was
/// never read, another source says what there is.
final class FeedNames implements NameSource {
  private static final Logger LOGGER = System.getLogger(FeedNames.class.getName());
  private static final String MARK = "feed:";

  private final Reader reader;
  private final NameSource behind;
  private final Bounds bounds;

  /// Reads the feed.
  @FunctionalInterface
  interface Reader {
    Feed read() throws IOException, InterruptedException;
  }

  /// Says of which crates the feed is followed.
  @FunctionalInterface
  interface Bounds {
    boolean allow(CrateName name) throws IOException;
  }

  FeedNames(Reader reader, NameSource behind, Bounds bounds) {
    this.reader = reader;
    this.behind = behind;
    this.bounds = bounds;
  }

  /// The feed is read first: what is published while the others are asked is in the next step.
  @Override
  public Everything all() throws IOException, InterruptedException {
    return all(reader.read());
  }

  private Everything all(Feed feed) throws IOException, InterruptedException {
    Everything all = behind.all();
    return new Everything(all.names(), marker(feed), all.gone());
  }

  private static Optional<String> marker(Feed feed) {
    return feed.entries().stream().findFirst().map(entry -> MARK + entry.id());
  }

  @Override
  public Step since(String marker) throws IOException, InterruptedException {
    Feed feed = reader.read();
    List<String> ids = feed.entries().stream().map(Feed.Entry::id).toList();
    int known = marker.startsWith(MARK) ? ids.indexOf(marker.substring(MARK.length())) : -1;
    if (known < 0) {
      LOGGER.log(
          Level.INFO,
          "the feed does not reach back to the last sync: every index file is looked at");
      return all(feed);
    }
    List<CrateName> changed = new ArrayList<>();
    for (Feed.Entry entry : feed.entries().subList(0, known)) {
      if (bounds.allow(entry.name()) && !changed.contains(entry.name())) {
        changed.add(entry.name());
      }
    }
    return new Changes(changed, marker(feed));
  }
}
