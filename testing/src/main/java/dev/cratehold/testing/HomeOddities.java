package dev.cratehold.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/// Writes what a [SyntheticHome] has that no cargo of today would have put there.
final class HomeOddities {
  private final Path home;
  private final HomeParameters parameters;
  private final HomeFiller filler;
  private final SplittableRandom random;

  HomeOddities(Path home, HomeParameters parameters, HomeFiller filler) {
    this.home = home;
    this.parameters = parameters;
    this.filler = filler;
    this.random = new SplittableRandom(parameters.seed() * 41);
  }

  void write(HomeDraft draft) throws IOException {
    List<String> places = places(draft.registries().getFirst().directory());
    for (int i = 0; i < parameters.flaws().orphans(); i++) {
      writeOrphan(i);
    }
    for (int i = 0; i < parameters.flaws().strays(); i++) {
      writeStray(home.resolve(places.get(i % places.size())).resolve("stray-" + i));
    }
    for (int i = 0; i < parameters.flaws().links(); i++) {
      writeLink(home.resolve(places.get(i % places.size())).resolve("link-" + i));
    }
  }

  private static List<String> places(String registry) {
    return List.of(
        "registry/index",
        "registry/cache/" + registry,
        "registry/src/" + registry,
        "git/db",
        "git/checkouts",
        "registry/cache",
        "registry/src");
  }

  /// A directory of children without a parent. The first is what a registry below a directory of
  /// this machine (`file:`) leaves.
  private void writeOrphan(int number) throws IOException {
    String hash = HexFormat.of().toHexDigits(random.nextLong());
    switch (number % 3) {
      case 0 -> writeOrphanTree(home.resolve("registry/src/-" + hash + "/lost-1.0.0"));
      case 1 -> writeOrphanCrate(home.resolve("registry/cache/gone.example-" + hash));
      default -> writeOrphanTree(home.resolve("git/checkouts/lost-" + hash + "/abcdef0"));
    }
  }

  private void writeOrphanTree(Path tree) throws IOException {
    Files.createDirectories(tree);
    HomeFiles.write(tree.resolve("data"), filler.next(random), parameters.uses().now());
  }

  private void writeOrphanCrate(Path directory) throws IOException {
    Files.createDirectories(directory);
    HomeFiles.write(
        directory.resolve("lost-1.0.0.crate"), filler.next(random), parameters.uses().now());
  }

  private void writeStray(Path file) throws IOException {
    HomeFiles.write(file, "a stray file", parameters.uses().now());
  }

  /// To a directory beside the home: nothing may follow it there.
  private void writeLink(Path link) throws IOException {
    Path outside = home.resolveSibling(home.getFileName() + "-outside");
    Files.createDirectories(outside);
    HomeFiles.write(outside.resolve("precious"), "not ours", parameters.uses().now());
    Files.createSymbolicLink(link, outside);
  }
}
