package dev.cratehold.home.compat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.layout.Stray;
import dev.cratehold.posix.HardLinks;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.TreeUsage;
import dev.cratehold.posix.TreeWalker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A Cargo home on the disk. Its names are those of one listing; sizes are measured when they are
/// asked for. For use by one thread.
final class DiskContents implements CacheContents, AutoCloseable {
  private static final Set<String> LEFT_OUT_OF_CHECKOUTS = Set.of(".git");

  private final CargoHome home;
  private final HomeListing listing;
  private final Set<String> strays;
  private final TreeWalker walker;

  DiskContents(HomeListing listing, Posix posix) {
    this.home = listing.home();
    this.listing = listing;
    this.strays = listing.strays().stream().map(Stray::path).collect(Collectors.toSet());
    this.walker = posix.walker();
  }

  /// In the order in which the file system lists them, as cargo meets them: of two checkouts with
  /// one name the first gets the row.
  @Override
  public Collection<String> directories(ItemKind kind) throws IOException {
    Set<String> known = listing.directories(kind);
    List<String> directories = new ArrayList<>(known.size());
    if (!known.isEmpty()) {
      walker.list(home.base(kind), (name, _) -> directories.add(name));
      directories.retainAll(known);
    }
    return directories;
  }

  @Override
  public List<String> names(ItemKind kind, String directory) {
    return listing.names(kind, directory);
  }

  /// To cargo anything will do, such as a file where a directory belongs.
  @Override
  public boolean exists(ItemId id) {
    boolean listed =
        id.name().isEmpty()
            ? listing.directories(id.kind()).contains(id.directory())
            : listing.contains(id);
    return listed || (strays.contains(id.path()) && Files.exists(home.resolve(id)));
  }

  @Override
  public long bytes(ItemId id) throws IOException {
    Path path = home.resolve(id);
    return switch (id.kind()) {
      case CRATE -> Files.size(path);
      case GIT_CHECKOUT -> usage(path, LEFT_OUT_OF_CHECKOUTS).apparentBytes();
      default -> usage(path, Set.of()).apparentBytes();
    };
  }

  private TreeUsage usage(Path path, Set<String> leftOut) throws IOException {
    return walker.measure(path, new HardLinks(), leftOut);
  }

  @Override
  public void close() {
    walker.close();
  }
}
