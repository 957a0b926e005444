package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The files that show when something was made or refreshed last: what cargo writes when a source
/// is whole, what git writes when it fetches. The modification of a directory itself is the last
/// resort, because anybody's temporary file changes it.
record Markers(CargoHome home) {
  /// When the thing was made or refreshed last; empty if it is not there.
  Optional<Instant> modified(ItemId id) {
    return attributes(id).map(attributes -> attributes.lastModifiedTime().toInstant());
  }

  /// When the thing was made, refreshed or read last, as far as the file system takes note of that.
  /// Of a source or a checkout every build reads the manifest, and none its marker.
  Optional<Instant> touched(ItemId id) {
    Stream<Instant> manifest =
        switch (id.kind()) {
          case SRC, GIT_CHECKOUT ->
              read(home.resolve(id).resolve("Cargo.toml")).stream()
                  .map(file -> file.lastAccessTime().toInstant());
          case INDEX, CRATE, GIT_DB, INDEX_ENTRY, BUILD, LOG, LEFTOVER -> Stream.empty();
        };
    return Stream.concat(attributes(id).stream().map(Markers::latest), manifest)
        .max(Comparator.naturalOrder());
  }

  private static Instant latest(BasicFileAttributes attributes) {
    Instant modified = attributes.lastModifiedTime().toInstant();
    Instant read = attributes.lastAccessTime().toInstant();
    return read.isAfter(modified) ? read : modified;
  }

  /// Those of the first file that is there, of those in which a thing of this kind has its marker.
  Optional<BasicFileAttributes> attributes(ItemId id) {
    Path item = home.resolve(id);
    for (String name : names(id)) {
      Optional<BasicFileAttributes> found = read(item.resolve(name));
      if (found.isPresent()) {
        return found;
      }
    }
    return read(item);
  }

  /// Whether there is nothing in a directory; so it is if it is gone.
  boolean isEmptyDirectory(ItemId id) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(home.resolve(id))) {
      return !entries.iterator().hasNext();
    } catch (NoSuchFileException _) {
      return true;
    }
  }

  private static List<String> names(ItemId id) {
    return switch (id.kind()) {
      case SRC, GIT_CHECKOUT -> List.of(".cargo-ok");
      case GIT_DB -> List.of("FETCH_HEAD", "HEAD");
      case INDEX -> List.of(".last-updated", ".git/FETCH_HEAD", "config.json");
      case BUILD -> List.of(".rustc_info.json");
      case CRATE, INDEX_ENTRY, LOG, LEFTOVER -> List.of();
    };
  }

  private static Optional<BasicFileAttributes> read(Path file) {
    try {
      return Optional.of(
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException _) {
      // It is not there, or not for us: it shows nothing.
      return Optional.empty();
    }
  }
}
