package dev.cratehold.acceptance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A file system of its own (tmpfs) that can be filled to its last byte or its last file, and
/// emptied again. Making one needs root; without it, the tests run in `unshare -rm`.
///
/// For use by one thread.
final class SmallDisk implements AutoCloseable {
  private static final int MEGABYTE = 1 << 20;

  private final Path place;
  private final Path filling;

  private SmallDisk(Path place) throws IOException {
    this.place = place;
    this.filling = Files.createDirectory(place.resolve("filling"));
  }

  /// Mounts a disk with room for so many megabytes and files.
  ///
  /// @param parent where a directory for it is made
  static SmallDisk mount(Path parent, int megabytes, int files) throws IOException {
    Path place = Files.createTempDirectory(parent, "disk-");
    String options = "size=%dm,nr_inodes=%d".formatted(megabytes, files);
    run("mount", "-t", "tmpfs", "-o", options, "cratehold-test", place.toString());
    return new SmallDisk(place);
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new AssertionError(
          "%s: %s; filling a disk needs root: run the tests as root or by unshare -rm"
              .formatted(String.join(" ", command), printed));
    }
  }

  Path path() {
    return place;
  }

  /// Takes all room but so many megabytes.
  void fillBut(int megabytes) throws IOException {
    long free = Files.getFileStore(place).getUsableSpace() - (long) megabytes * MEGABYTE;
    try (FileChannel file = open("room")) {
      long length = file.size();
      for (long rest = free; rest > 0; rest -= MEGABYTE) {
        length += write(file, length, (int) Math.min(rest, MEGABYTE));
      }
    }
  }

  /// Takes all room.
  void fill() throws IOException {
    try (FileChannel file = open("room")) {
      for (int piece = MEGABYTE; piece > 0; piece /= 2) {
        while (write(file, file.size(), piece) == piece) {
          // Until no further piece of this size fits.
        }
      }
    }
  }

  /// Takes all files that can still be made; those that there are can grow.
  void fillWithFiles() throws IOException {
    for (int i = 0; create(filling.resolve("file-" + i)); i++) {
      // Until no further file can be made.
    }
  }

  /// Makes room again.
  void empty() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(filling)) {
      all.forEach(files::add);
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  private FileChannel open(String name) throws IOException {
    return FileChannel.open(
        filling.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /// @return how many bytes still fitted
  private static int write(FileChannel file, long position, int bytes) {
    try {
      return file.write(ByteBuffer.allocate(bytes), position);
    } catch (IOException full) {
      return 0;
    }
  }

  private static boolean create(Path file) {
    try {
      Files.createFile(file);
      return true;
    } catch (IOException full) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "--lazy", place.toString());
  }
}
