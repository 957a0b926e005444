package dev.cratehold.home.trash;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Writes the items of a small Cargo home, and tells what is there.
record HomeFiles(CargoHome home) {
  static final String REGISTRY = "index.crates.io-1949cf8c6b5b557f";

  /// An extracted crate of three files, one of them its marker, 17 bytes in all.
  ItemId src(String name) throws IOException {
    ItemId id = ItemId.src(REGISTRY, name);
    write(id.path() + "/Cargo.toml", "[package]\n");
    write(id.path() + "/src/lib.rs", "");
    write(id.path() + "/.cargo-ok", "{\"v\":1}");
    return id;
  }

  /// A downloaded crate of five bytes.
  ItemId crate(String name) throws IOException {
    ItemId id = ItemId.crate(REGISTRY, name);
    write(id.path(), "crate");
    return id;
  }

  /// A bare clone of two files.
  ItemId gitDb(String name) throws IOException {
    ItemId id = ItemId.gitDb(name);
    write(id.path() + "/HEAD", "ref: refs/heads/main\n");
    write(id.path() + "/objects/pack/pack-1.pack", "pack");
    return id;
  }

  Path write(String path, String text) throws IOException {
    Path file = home.root().resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  boolean has(ItemId id) {
    return Files.exists(home.resolve(id));
  }

  /// All files in the home with their text, the trash included.
  SortedMap<String, String> all() throws IOException {
    return below(home.root());
  }

  /// All that is in the trash, journals as well, directories left out.
  List<String> trash() throws IOException {
    Path trash = home.own().resolve("trash");
    return Files.exists(trash) ? List.copyOf(below(trash).keySet()) : List.of();
  }

  private static SortedMap<String, String> below(Path root) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> found.put(root.relativize(file).toString(), text(file)));
    }
    return found;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
