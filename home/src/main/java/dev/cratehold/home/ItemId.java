package dev.cratehold.home;

/// Names one thing in a Cargo home, and thereby where it lies.
///
/// @param directory the directory of its registry below `registry/index`, or of its repository
///   below `git/db`; empty for kinds that have none
/// @param name its own name in there; empty if the directory itself is meant
public record ItemId(ItemKind kind, String directory, String name) implements Comparable<ItemId> {
  /// The index of the registry in `directory`.
  public static ItemId index(String directory) {
    return new ItemId(ItemKind.INDEX, directory, "");
  }

  /// A downloaded crate, `name` being its file name.
  public static ItemId crate(String directory, String name) {
    return new ItemId(ItemKind.CRATE, directory, name);
  }

  /// An extracted crate.
  public static ItemId src(String directory, String name) {
    return new ItemId(ItemKind.SRC, directory, name);
  }

  /// A bare clone.
  public static ItemId gitDb(String directory) {
    return new ItemId(ItemKind.GIT_DB, directory, "");
  }

  /// A checkout of a clone.
  public static ItemId gitCheckout(String directory, String name) {
    return new ItemId(ItemKind.GIT_CHECKOUT, directory, name);
  }

  /// What is at `path`, relative to the home, and nobody needs.
  public static ItemId leftover(String path) {
    return new ItemId(ItemKind.LEFTOVER, "", path);
  }

  /// Where it is, relative to the home, with slashes.
  public String path() {
    StringBuilder path = new StringBuilder(kind.base());
    append(path, directory);
    append(path, kind == ItemKind.INDEX_ENTRY ? ".cache" : "");
    append(path, name);
    return path.toString();
  }

  private static void append(StringBuilder path, String part) {
    if (!part.isEmpty()) {
      path.append(path.isEmpty() ? "" : "/").append(part);
    }
  }

  /// By path.
  @Override
  public int compareTo(ItemId other) {
    return path().compareTo(other.path());
  }

  @Override
  public String toString() {
    return path();
  }
}
