package dev.cratehold.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Hands every operation of a [FaultyFileSystem] to the default one, unless it is to fail.
final class FaultyProvider extends FileSystemProvider {
  private static final Set<StandardOpenOption> READING =
      EnumSet.of(StandardOpenOption.READ, StandardOpenOption.SPARSE);

  private final FaultyFileSystem fileSystem;
  private final Faults faults;

  FaultyProvider(FaultyFileSystem fileSystem, Faults faults) {
    this.fileSystem = fileSystem;
    this.faults = faults;
  }

  private static FileSystemProvider provider(Path real) {
    return real.getFileSystem().provider();
  }

  private static Path real(Path path) {
    return FaultyPath.real(path);
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("see FaultyFileSystem.create");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return fileSystem;
  }

  @Override
  public Path getPath(URI uri) {
    return fileSystem.path(Path.of(uri));
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path real = real(path);
    if (!READING.containsAll(options)) {
      faults.pass(FileOperation.OPEN, real);
    }
    return new FaultyChannel(FileChannel.open(real, options, attributes), real, faults);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    Path real = real(directory);
    DirectoryStream<Path> files =
        provider(real).newDirectoryStream(real, file -> filter.accept(fileSystem.path(file)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return StreamSupport.stream(files.spliterator(), false).map(fileSystem::path).iterator();
      }

      @Override
      public void close() throws IOException {
        files.close();
      }
    };
  }

  /// A directory that is there already is told so, as the disk would, before anything can fail.
  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    Path real = real(directory);
    if (!Files.exists(real)) {
      faults.pass(FileOperation.CREATE_DIRECTORY, real);
    }
    Files.createDirectory(real, attributes);
  }

  @Override
  public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes)
      throws IOException {
    faults.pass(FileOperation.LINK, real(link));
    Files.createSymbolicLink(real(link), real(target), attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    faults.pass(FileOperation.LINK, real(link));
    Files.createLink(real(link), real(existing));
  }

  @Override
  public Path readSymbolicLink(Path link) throws IOException {
    return fileSystem.path(Files.readSymbolicLink(real(link)));
  }

  @Override
  public void delete(Path path) throws IOException {
    faults.pass(FileOperation.DELETE, real(path));
    Files.delete(real(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    faults.pass(FileOperation.WRITE, real(target));
    Files.copy(real(source), real(target), options);
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    faults.pass(FileOperation.MOVE, real(target));
    if (!fileSystem.isOneDevice() && Set.of(options).contains(StandardCopyOption.ATOMIC_MOVE)) {
      throw new AtomicMoveNotSupportedException(
          source.toString(), target.toString(), "Invalid cross-device link");
    }
    Files.move(real(source), real(target), options);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return Files.isSameFile(real(path), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return fileSystem.pretended(Files.getFileStore(real(path)));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    provider(real(path)).checkAccess(real(path), modes);
    if (!fileSystem.isWritable() && Set.of(modes).contains(AccessMode.WRITE)) {
      throw new AccessDeniedException(path.toString(), null, "Read-only file system");
    }
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return Collections.unmodifiableMap(Files.readAttributes(real(path), attributes, options));
  }

  @Override
  public void setAttribute(
      Path path, String attribute, @Nullable Object value, LinkOption... options)
      throws IOException {
    faults.pass(FileOperation.SET_ATTRIBUTE, real(path));
    Files.setAttribute(real(path), attribute, value, options);
  }
}
