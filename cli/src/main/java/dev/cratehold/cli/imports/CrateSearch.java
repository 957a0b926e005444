package dev.cratehold.cli.imports;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// The search for crate files in a directory and all below it. Symbolic links are not followed. Of
/// a Cargo home only `registry/cache` is looked at.
public final class CrateSearch {
  private static final String CHECKSUM_OF_VENDOR = ".cargo-checksum.json";

  private CrateSearch() {}

  /// What was found.
  ///
  /// @param misnamed files whose names end in `.crate` and say no name and version
  /// @param unreadable what could not be looked into, with its reason
  /// @param isVendor whether there are unpacked crates as `cargo vendor` makes them
  public record Found(
      List<FoundCrate> crates,
      List<Path> misnamed,
      List<IOException> unreadable,
      boolean isVendor) {
    public Found {
      crates = List.copyOf(crates);
      misnamed = List.copyOf(misnamed);
      unreadable = List.copyOf(unreadable);
    }
  }

  /// Searches a directory.
  ///
  /// @throws IOException if there is none
  public static Found in(Path directory) throws IOException {
    Path root = directory.toRealPath();
    Path cache = root.resolve("registry/cache");
    Visitor visitor = new Visitor(root);
    Files.walkFileTree(Files.isDirectory(cache) ? cache : root, visitor);
    return new Found(visitor.crates, visitor.misnamed, visitor.unreadable, visitor.isVendor);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<FoundCrate> crates = new ArrayList<>();
    private final List<Path> misnamed = new ArrayList<>();
    private final List<IOException> unreadable = new ArrayList<>();
    private boolean isVendor;

    Visitor(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        FoundCrate.of(file, root).ifPresentOrElse(crates::add, () -> other(file));
      }
      return FileVisitResult.CONTINUE;
    }

    private void other(Path file) {
      if (file.endsWith(CHECKSUM_OF_VENDOR)) {
        isVendor = true;
      } else if (file.toString().endsWith(".crate")) {
        misnamed.add(file);
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      unreadable.add(e);
      return FileVisitResult.CONTINUE;
    }
  }
}
