package dev.cratehold.testing;

import dev.cratehold.testing.HomeRows.Child;
import dev.cratehold.testing.HomeRows.Parent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// A Cargo home with exactly the things and rows that a test names.
///
/// ```java
/// Path home =
///     HandmadeHome.at(scratch.resolve("home"))
///         .index("example.com-1234", Row.used(now))
///         .crate("example.com-1234", "foo-1.0.0.crate", 17, Row.used(now - 5 * DAY))
///         .src("example.com-1234", "foo-1.0.0", 23, Row.unsized(now - 5 * DAY))
///         .write(now);
/// ```
///
/// The content is not what the names promise, only as long: for who looks at files and rows. For
/// use by one thread.
public final class HandmadeHome {
  private final Path root;
  private final List<Parent> indexes = new ArrayList<>();
  private final List<Child> crates = new ArrayList<>();
  private final List<Child> srcs = new ArrayList<>();
  private final List<Parent> gitDbs = new ArrayList<>();
  private final List<Child> checkouts = new ArrayList<>();

  private HandmadeHome(Path root) {
    this.root = root;
  }

  /// What the database has of a thing.
  ///
  /// @param used seconds since the epoch; empty if there is no row
  public record Row(OptionalLong used, Size size) {
    /// Whether a row has the size of its thing.
    enum Size {
      KNOWN,
      UNKNOWN
    }

    /// A row, with the size where the table has sizes.
    public static Row used(long seconds) {
      return new Row(OptionalLong.of(seconds), Size.KNOWN);
    }

    /// A row without a size.
    public static Row unsized(long seconds) {
      return new Row(OptionalLong.of(seconds), Size.UNKNOWN);
    }

    /// No row.
    public static Row none() {
      return new Row(OptionalLong.empty(), Size.UNKNOWN);
    }

    private OptionalLong bytes(long bytes) {
      return size == Size.KNOWN ? OptionalLong.of(bytes) : OptionalLong.empty();
    }
  }

  /// Begins an empty home.
  ///
  /// @param root becomes a new directory
  public static HandmadeHome at(Path root) throws IOException {
    Files.createDirectories(root);
    Files.createFile(root.resolve(".package-cache"));
    Files.createFile(root.resolve(".package-cache-mutate"));
    return new HandmadeHome(root);
  }

  /// Adds the index of a registry, without a file in it.
  public HandmadeHome index(String directory, Row row) throws IOException {
    Files.createDirectories(root.resolve("registry/index").resolve(directory));
    row.used().ifPresent(used -> indexes.add(new Parent(directory, used)));
    return this;
  }

  /// Adds a `.crate` file.
  public HandmadeHome crate(String index, String name, int bytes, Row row) throws IOException {
    write(root.resolve("registry/cache").resolve(index).resolve(name), bytes, row);
    row.used().ifPresent(used -> crates.add(new Child(index, name, row.bytes(bytes), used)));
    return this;
  }

  /// Adds a source of one file.
  public HandmadeHome src(String index, String name, int bytes, Row row) throws IOException {
    write(root.resolve("registry/src").resolve(index).resolve(name).resolve("data"), bytes, row);
    row.used().ifPresent(used -> srcs.add(new Child(index, name, row.bytes(bytes), used)));
    return this;
  }

  /// Adds a clone of one file.
  public HandmadeHome gitDb(String directory, int bytes, Row row) throws IOException {
    write(root.resolve("git/db").resolve(directory).resolve("data"), bytes, row);
    row.used().ifPresent(used -> gitDbs.add(new Parent(directory, used)));
    return this;
  }

  /// Adds a checkout of one file.
  public HandmadeHome checkout(String db, String name, int bytes, Row row) throws IOException {
    write(root.resolve("git/checkouts").resolve(db).resolve(name).resolve("data"), bytes, row);
    row.used().ifPresent(used -> checkouts.add(new Child(db, name, row.bytes(bytes), used)));
    return this;
  }

  private static void write(Path file, int bytes, Row row) throws IOException {
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) '.');
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, content);
    if (row.used().isPresent()) {
      HomeFiles.touch(file, row.used().getAsLong());
    }
  }

  /// Writes the database.
  ///
  /// @return the root
  public Path write(long lastAutoGc) throws IOException {
    HomeRows rows = new HomeRows(indexes, crates, srcs, gitDbs, checkouts);
    HomeDatabase.write(root.resolve(".global-cache"), rows, lastAutoGc);
    return root;
  }

  /// Leaves the home without a database.
  ///
  /// @return the root
  public Path withoutDatabase() {
    return root;
  }
}
