package dev.cratehold.home.layout;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.posix.EntryType;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.TreeWalker;
import dev.cratehold.registry.CrateName;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The single entries that cargo keeps of one index: `.cache/se/rd/serde`. Only files whose name
/// belongs into their directory are entries; anything else is left alone.
public final class IndexEntries {
  private final TreeWalker walker;
  private final List<String> found = new ArrayList<>();

  private IndexEntries(TreeWalker walker) {
    this.walker = walker;
  }

  /// Lists the entries of one index, by path; empty if it has none.
  ///
  /// @param directory its directory below `registry/index`
  public static List<ItemId> list(CargoHome home, Posix posix, String directory)
      throws IOException {
    try (TreeWalker walker = posix.walker()) {
      IndexEntries entries = new IndexEntries(walker);
      entries.read(home.resolve(ItemId.index(directory)).resolve(".cache"), "", 0);
      return entries.found.stream()
          .sorted()
          .map(path -> new ItemId(ItemKind.INDEX_ENTRY, directory, path))
          .toList();
    }
  }

  private void read(Path at, String prefix, int depth) throws IOException {
    List<String> below = new ArrayList<>();
    try {
      walker.list(at, (name, type) -> take(prefix + name, type, below));
    } catch (NoSuchFileException _) {
      // Gone since its parent was listed.
      return;
    }
    for (String path : depth < 2 ? below : List.<String>of()) {
      read(at.resolve(path.substring(prefix.length())), path + "/", depth + 1);
    }
  }

  private void take(String path, EntryType type, List<String> below) {
    if (type == EntryType.DIRECTORY) {
      below.add(path);
    } else if (type == EntryType.FILE && CrateName.ofIndexPath(path).isPresent()) {
      found.add(path);
    }
  }
}
