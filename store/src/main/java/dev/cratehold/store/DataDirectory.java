package dev.cratehold.store;

import dev.cratehold.store.StoreOutlook.Prospect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The directory of a store, marked as such:
///
/// ```
/// CACHEDIR.TAG       tells backup programs that all of this can be fetched again
/// cratehold-store    the marker: who owns the directory, and the version of its format
/// cratehold.db       the database (with cratehold.db-wal and cratehold.db-shm while it is in use)
/// blobs/             the crate files, a content store
/// mirror.lock        locked by the process that changes what a mirror has; says which that is
/// git/               the indexes as git repositories, made from the database
/// ```
record DataDirectory(Path root) {
  private static final int FORMAT = 1;
  private static final String MARKER = "cratehold-store";
  private static final Pattern MARKER_FORMAT = Pattern.compile("(?m)^format = (\\d{1,9})$");
  private static final String DATABASE = "cratehold.db";
  private static final String TAG = "CACHEDIR.TAG";
  private static final String TAG_TEXT =
      """
      Signature: 8a477f597d28d172789f06886806bc55
      # This file is a cache directory tag created by Cratehold.
      # For information about cache directory tags see https://bford.info/cachedir/
      """;

  /// Opens the directory `root`, makes it one of Cratehold's if it is empty, and creates it if it
  /// is not there: then only its owner may enter it, as the XDG base directory specification asks.
  ///
  /// @throws IOException if it holds something else, if a newer Cratehold made it, if it is on a
  ///   network file system, or if it cannot be written and has to be
  static DataDirectory open(Path root, Access access) throws IOException {
    NetworkFileSystems.refuse(root);
    DataDirectory directory = new DataDirectory(root);
    try {
      directory.prepare();
    } catch (FileSystemException e) {
      throw new IOException("cannot use the data directory " + root + ": " + reason(e), e);
    }
    Optional<String> unwritable = directory.unwritable();
    if (unwritable.isPresent() && access == Access.WRITE) {
      throw new IOException("cannot use the data directory " + root + ": " + unwritable.get());
    }
    return directory;
  }

  /// What opening the directory `root` would do. Nothing is touched.
  ///
  /// @throws IOException if opening it would be refused
  static StoreOutlook inspect(Path root, Access access) throws IOException {
    NetworkFileSystems.refuse(root);
    DataDirectory directory = new DataDirectory(root);
    try {
      return directory.isStore() ? directory.inspectStore(access) : directory.inspectNew();
    } catch (FileSystemException e) {
      throw new IOException("cannot use the data directory " + root + ": " + reason(e), e);
    }
  }

  /// True if the directory is one of Cratehold's, which this one knows.
  private boolean isStore() throws IOException {
    if (!Files.isDirectory(root)) {
      return false;
    }
    Optional<String> marker = marker();
    if (marker.isPresent()) {
      requireKnown(marker.get());
    } else {
      requireEmpty();
    }
    return marker.isPresent();
  }

  private StoreOutlook inspectStore(Access access) throws IOException {
    Optional<String> unwritable = unwritable();
    if (unwritable.isPresent() && access == Access.WRITE) {
      throw new IOException("cannot use the data directory " + root + ": " + unwritable.get());
    }
    if (unwritable.isPresent()) {
      return new StoreOutlook(
          Prospect.READ, "the store in %s is read alone: %s".formatted(root, unwritable.get()));
    }
    OptionalInt old = Schema.outdated(database());
    return old.isPresent()
        ? new StoreOutlook(
            Prospect.UPGRADE,
            "the database in %s is upgraded from schema %d, and a copy of it is kept beside it"
                .formatted(root, old.getAsInt()))
        : new StoreOutlook(Prospect.OPEN, "there is a store in " + root);
  }

  private StoreOutlook inspectNew() throws IOException {
    Path there = root.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new FileAlreadyExistsException(there.toString());
    }
    if (!Files.isWritable(there)) {
      throw new AccessDeniedException(there.toString());
    }
    return new StoreOutlook(Prospect.CREATE, "a new store is made in " + root);
  }

  /// Says which of the files that have to be written cannot be, if any.
  Optional<String> unwritable() {
    return Stream.of(root, database(), blobs(), blobs().resolve("tmp"))
        .filter(file -> Files.exists(file) && !Files.isWritable(file))
        .findFirst()
        .map(file -> file + " cannot be written");
  }

  private static String reason(FileSystemException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied on " + e.getFile();
      case NoSuchFileException _ -> e.getFile() + " cannot be created there";
      case FileAlreadyExistsException _ -> e.getFile() + " is not a directory";
      default -> String.valueOf(e.getMessage());
    };
  }

  private void prepare() throws IOException {
    createPrivately();
    Optional<String> marker = marker();
    if (marker.isPresent()) {
      requireKnown(marker.get());
    } else {
      requireEmpty();
      take();
    }
  }

  private void createPrivately() throws IOException {
    if (Files.isDirectory(root)) {
      return;
    }
    Path absolute = root.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    try {
      Files.createDirectory(absolute, ownerOnly());
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(root)) {
        throw e;
      }
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    return root.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private Optional<String> marker() throws IOException {
    try {
      return Optional.of(Files.readString(root.resolve(MARKER)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private void requireKnown(String marker) throws IOException {
    Matcher format = MARKER_FORMAT.matcher(marker);
    if (!marker.contains("owner = store") || !format.find()) {
      throw new IOException(
          "the file %s does not say that a Cratehold store is here: use another data directory"
              .formatted(root.resolve(MARKER)));
    }
    int version = Integer.parseInt(format.group(1));
    if (version > FORMAT) {
      throw new IOException(
          ("the data directory %s has format %d, made by a newer Cratehold; this one knows formats"
                  + " up to %d: use the newer one, or another data directory")
              .formatted(root, version, FORMAT));
    }
  }

  /// Refuses a directory that somebody else uses. What a file system itself puts into a new volume
  /// and what another process may leave while it takes the directory are no obstacle.
  private void requireEmpty() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(MARKER) && !name.equals(TAG) && !name.equals("lost+found")) {
          throw new IOException(
              ("the directory %s is not empty and not a Cratehold store: it holds %s; use an empty"
                      + " or a new directory")
                  .formatted(root, name));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /// Marks the directory. The marker comes into its place whole, so that no end of the process or
  /// of the machine leaves a directory that nobody owns.
  private void take() throws IOException {
    Path tag = root.resolve(TAG);
    if (!Files.exists(tag)) {
      write(tag, TAG_TEXT);
    }
    String marker =
        """
        # Cratehold keeps crates and index files in this directory: see `cratehold store --help`.
        owner = store
        format = %d
        """
            .formatted(FORMAT);
    write(root.resolve(MARKER), marker);
  }

  private void write(Path file, String text) throws IOException {
    Path unfinished = root.resolve(MARKER + "." + UUID.randomUUID());
    try (FileChannel channel =
        FileChannel.open(unfinished, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  Path database() {
    return root.resolve(DATABASE);
  }

  /// What the database takes of the disk.
  long databaseBytes() throws IOException {
    long bytes = 0;
    for (String end : List.of("", "-wal", "-shm")) {
      bytes += bytes(root.resolve(DATABASE + end));
    }
    return bytes;
  }

  private static long bytes(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException _) {
      return 0;
    }
  }

  Path mirrorLock() {
    return root.resolve("mirror.lock");
  }

  Path blobs() {
    return root.resolve("blobs");
  }

  Path git() {
    return root.resolve("git");
  }
}
