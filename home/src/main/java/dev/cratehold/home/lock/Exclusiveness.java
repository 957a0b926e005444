package dev.cratehold.home.lock;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemKind;
import dev.cratehold.posix.Capability;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether the lock files at the top of a home keep out everybody who uses what lies below it.
///
/// They do not where `flock` does nothing, on a file system that other machines mount, in a home
/// that cannot be written to, and where a part of the home is mounted or linked from elsewhere:
/// then another home may have the same part, with lock files of its own.
final class Exclusiveness {
  static final String NO_FLOCK =
      "the locks of cargo (flock) do not work here, so nothing would keep a cargo out";

  private static final List<ItemKind> PARTS =
      List.of(ItemKind.INDEX, ItemKind.CRATE, ItemKind.SRC, ItemKind.GIT_DB, ItemKind.GIT_CHECKOUT);

  private final CargoHome home;
  private final Posix posix;

  Exclusiveness(CargoHome home, Posix posix) {
    this.home = home;
    this.posix = posix;
  }

  /// Why others are not kept out, as a sentence without a full stop.
  Optional<String> refusal() throws IOException {
    if (!posix.capabilities().contains(Capability.FLOCK)) {
      return Optional.of(NO_FLOCK);
    }
    if (!Files.isDirectory(home.root())) {
      return Optional.of("there is no Cargo home at " + home.root());
    }
    if (posix.isNetworkFileSystem(home.root())) {
      return Optional.of(
          "%s is on a network file system, where locks do not keep out the cargos of other machines"
              .formatted(home.root()));
    }
    Optional<String> unwritable = unwritableLock();
    return unwritable.isPresent() ? unwritable : foreignPart();
  }

  private Optional<String> unwritableLock() {
    return Stream.of(home.mutateLock(), home.downloadLock())
        .filter(file -> !canBeWritten(file))
        .map("the lock file %s cannot be opened for writing"::formatted)
        .findFirst();
  }

  /// Asked of the system, so that root gets the right answer on a read-only mount.
  private boolean canBeWritten(Path file) {
    return Files.exists(file)
        ? Files.isRegularFile(file) && Files.isWritable(file)
        : Files.isWritable(home.root());
  }

  private Optional<String> foreignPart() throws IOException {
    long device = posix.identify(home.root()).device();
    MountPoints mounts = MountPoints.ofSystem();
    for (Path part : parts()) {
      if (Files.isSymbolicLink(part)) {
        return Optional.of(
            part + " is a symbolic link, so other homes may share it with locks of their own");
      }
      if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)
          && (posix.identify(part).device() != device || mounts.anyWithin(part.toRealPath()))) {
        return Optional.of(
            part + " holds a mount, so other homes may share it with locks of their own");
      }
    }
    return Optional.empty();
  }

  /// From the top down: `registry`, `git`, and the directories of cargo in them.
  private List<Path> parts() {
    return PARTS.stream()
        .map(home::base)
        .flatMap(base -> Stream.of(base.resolveSibling(""), base))
        .distinct()
        .toList();
  }
}
