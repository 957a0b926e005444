package dev.cratehold.mirror.sync;

import dev.cratehold.store.MirrorLedger;
import dev.cratehold.store.MirrorLedger.Gone;
import dev.cratehold.upstream.Upstream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds out where a mirror has its names from.
public final class NameSources {
  private NameSources() {}

  /// The source that these settings mean; empty if they name none, and neither does the upstream
  /// know its crates nor the mirror have any.
  ///
  /// @param own the source that the upstream itself is, if it is one
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // absent for most upstreams
  public static Optional<NameSource> of(
      MirrorSettings settings,
      Optional<NameSource> own,
      Upstream upstream,
      MirrorLedger ledger,
      String registry)
      throws IOException {
    Optional<NameSource> named = settings.names().<NameSource>map(NamesFile::new).or(() -> own);
    if (settings.feed().isEmpty()) {
      return named;
    }
    String place = settings.feed().get();
    FeedNames.Reader reader = () -> read(place, upstream);
    if (isList(settings)) {
      return named.map(list -> new FeedNames(reader, list, name -> ledger.has(registry, name)));
    }
    Optional<NameSource> known =
        ledger.names(registry) > 0
            ? Optional.of(new KnownNames(ledger, registry))
            : Optional.empty();
    return known
        .map(names -> named.<NameSource>map(more -> new BothNames(more, names)).orElse(names))
        .or(() -> named)
        .map(source -> new FeedNames(reader, source, _ -> true));
  }

  private static boolean isList(MirrorSettings settings) throws IOException {
    return settings.names().isPresent()
        && new NamesFile(settings.names().get()).kind() == NamesFile.Kind.LIST;
  }

  /// The names of a dump, which grows old, and those that the feed brought since.
  private record BothNames(NameSource first, NameSource second) implements NameSource {
    @Override
    public Everything all() throws IOException, InterruptedException {
      Names names = first.all().names();
      Names more = second.all().names();
      return new Everything(
          visitor -> {
            names.forEach(visitor);
            more.forEach(visitor);
          },
          Optional.empty(),
          Gone.FORGOTTEN);
    }

    @Override
    public Step since(String marker) throws IOException, InterruptedException {
      return all();
    }
  }

  private static Feed read(String place, Upstream upstream)
      throws IOException, InterruptedException {
    byte[] rss =
        place.matches("https?://.*")
            ? upstream.text("the feed of updates", URI.create(place), Feed.LARGEST)
            : Files.readAllBytes(Path.of(place));
    return Feed.parse(rss, place);
  }
}
