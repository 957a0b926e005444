package dev.cratehold.testing;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The default file system, whose operations fail when the test says so.
///
/// ```java
/// FaultyFileSystem files = FaultyFileSystem.create();
/// Path directory = files.path(temporaryDirectory);
/// files.failAt(3);
/// ```
///
/// Every operation that changes something is counted: opening for writing, writing, forcing,
/// moving, deleting, creating a directory. One that fails does so with "No space left on device"
/// and changes nothing, but for a write, which leaves half of its bytes, as a disk does.
///
/// A path prints as the real one, so that what opens files by name, as SQLite does, opens the real
/// files, which never fail. Of a channel that is opened for reading alone, only forcing can fail:
/// so are directories forced to the disk.
///
/// Safe for use by several threads.
public final class FaultyFileSystem extends FileSystem {
  private final FileSystem real = FileSystems.getDefault();
  private final Faults faults = new Faults();
  private final FaultyProvider provider = new FaultyProvider(this, faults);
  private volatile OptionalLong freeBytes = OptionalLong.empty();
  private volatile boolean writable = true;
  private volatile boolean oneDevice = true;
  private volatile Optional<String> type = Optional.empty();

  private FaultyFileSystem() {}

  /// A file system in which nothing fails yet.
  public static FaultyFileSystem create() {
    return new FaultyFileSystem();
  }

  /// This file system's path to a real file.
  public Path path(Path file) {
    return new FaultyPath(this, file);
  }

  /// Fails the `n`-th operation from now on, counted from 1, and no other.
  public void failAt(long n) {
    faults.follow(new Faults.At(n));
  }

  /// Fails the `n`-th operation from now on and all that follow, as a disk that died does.
  public void failFrom(long n) {
    faults.follow(new Faults.From(n));
  }

  /// From the `n`-th operation on fails what takes room, as a full disk does: files can be deleted.
  public void fullFrom(long n) {
    faults.follow(new Faults.FullFrom(n));
  }

  /// Lets the `n`-th operation from now on, if it is a write, write half and say so, as a disk does
  /// that becomes full just then. Nothing fails.
  public void shortAt(long n) {
    faults.follow(new Faults.ShortAt(n));
  }

  /// Fails nothing any more.
  public void heal() {
    faults.follow(new Faults.None());
  }

  /// How many operations there were since the last call of one of the methods above.
  public long operations() {
    return faults.operations();
  }

  /// These operations, in their order.
  public List<RecordedOperation> recorded() {
    return faults.recorded();
  }

  /// The operation that failed last since then, in words; empty if none did.
  public Optional<String> lastFault() {
    return faults.last();
  }

  /// Pretends that the disk has so many bytes left. Nothing fails by that alone.
  public void pretendFree(long bytes) {
    freeBytes = OptionalLong.of(bytes);
  }

  /// Pretends that the file system is of another type, such as `nfs4`.
  public void pretendType(String name) {
    type = Optional.of(name);
  }

  /// Pretends from now on that nothing can be written: every file says so, and every operation that
  /// changes something fails.
  public void pretendReadOnly() {
    writable = false;
    faults.follow(new Faults.From(1));
  }

  /// Pretends from now on that no two directories lie on one file system: nothing can be moved by a
  /// rename, as is the case within some overlays, too.
  public void pretendDevices() {
    oneDevice = false;
  }

  boolean isOneDevice() {
    return oneDevice;
  }

  boolean isWritable() {
    return writable;
  }

  FileStore pretended(FileStore store) {
    return new FaultyFileStore(store, () -> freeBytes, () -> type);
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("this file system cannot be closed");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return real.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return real.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    Stream<Path> roots = StreamSupport.stream(real.getRootDirectories().spliterator(), false);
    return roots.map(this::path).toList();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return real.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return real.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return path(real.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = real.getPathMatcher(syntaxAndPattern);
    return file -> matcher.matches(FaultyPath.real(file));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return real.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("no file is watched in tests");
  }
}
