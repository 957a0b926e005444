package dev.cratehold.acceptance;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file system of another kind, in a file that is mounted. Making one needs root, and a kernel
/// that has what it takes.
record ImageDisk(Path path) implements AutoCloseable {
  private static final long MEGABYTE = 1 << 20;

  /// A file system that ignores case: NTFS in user space (FUSE).
  static Optional<ImageDisk> ignoringCase(Path parent) throws IOException {
    return mount(
        parent,
        64 * MEGABYTE,
        List.of("mkntfs", "--quick", "--force", "--quiet"),
        List.of("lowntfs-3g", "-o", "ignore_case"));
  }

  /// A file system whose files can share blocks: XFS.
  static Optional<ImageDisk> withReflinks(Path parent) throws IOException {
    return mount(
        parent,
        400 * MEGABYTE,
        List.of("mkfs.xfs", "-q", "-f"),
        List.of("mount", "-t", "xfs", "-o", "loop"));
  }

  private static Optional<ImageDisk> mount(
      Path parent, long size, List<String> making, List<String> mounting) throws IOException {
    Path image = Files.createTempFile(parent, "image-", "");
    Path place = Files.createTempDirectory(parent, "disk-");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(size);
    }
    return run(making, image.toString()) && run(mounting, image.toString(), place.toString())
        ? Optional.of(new ImageDisk(place))
        : Optional.empty();
  }

  /// Whether it went well; what it printed is printed.
  private static boolean run(List<String> command, String... more) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.addAll(List.of(more));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean isDone = process.onExit().join().exitValue() == 0;
    if (!isDone) {
      System.out.println(String.join(" ", words) + ": " + printed);
    }
    return isDone;
  }

  @Override
  public void close() throws IOException {
    if (!run(List.of("umount"), path.toString())) {
      throw new IOException("could not unmount " + path);
    }
  }
}
