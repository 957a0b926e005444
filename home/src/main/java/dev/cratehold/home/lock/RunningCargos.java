package dev.cratehold.home.lock;

import dev.cratehold.home.CargoHome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The cargo processes of this machine, seen through `/proc`: what cargo's locks do not tell.
///
/// A cargo before 1.75 knows no `.package-cache-mutate` and compiles without any lock, and every
/// cargo holds none between the end of its downloads and the start of its build. Elsewhere than on
/// Linux, and in containers that share a home but not its processes, nothing is seen; of other
/// users' processes only root sees the home.
///
/// For use by one thread.
public final class RunningCargos {
  private static final String MUTATE_LOCK = ".package-cache-mutate";
  private static final int CHUNK = 1 << 20;

  private final Path proc;

  /// Whether an executable knows the lock, by what names the file. Reading it takes a while.
  private final Map<Object, Boolean> known = new HashMap<>();

  RunningCargos(Path proc) {
    this.proc = proc;
  }

  /// Those of this machine.
  public static RunningCargos ofSystem() {
    return new RunningCargos(Path.of("/proc"));
  }

  /// Whether any cargo runs that uses this home.
  public boolean anyOf(CargoHome home) throws IOException {
    return any(home, _ -> true);
  }

  /// Whether a cargo runs that uses this home and takes no lock while it compiles.
  public boolean anyWithoutMutateLock(CargoHome home) throws IOException {
    return any(home, process -> !knowsMutateLock(process));
  }

  /// What is asked of a process.
  @FunctionalInterface
  private interface Question {
    boolean holds(CargoProcess process) throws IOException;
  }

  private boolean any(CargoHome home, Question question) throws IOException {
    Path root = home.root().toRealPath();
    for (Path directory : processes()) {
      if (holds(directory, root, question)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(Path directory, Path root, Question question) throws IOException {
    try {
      CargoProcess process = new CargoProcess(directory);
      return process.isCargo()
          && process.home().filter(root::equals).isPresent()
          && question.holds(process);
    } catch (FileSystemException _) {
      // It has ended, is the kernel's, or is another user's: nothing can be said of it.
      return false;
    }
  }

  /// The directories whose names are numbers.
  private List<Path> processes() throws IOException {
    List<Path> directories = new ArrayList<>();
    if (Files.isDirectory(proc)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
        all.forEach(directories::add);
      }
    }
    return directories;
  }

  private boolean knowsMutateLock(CargoProcess process) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(process.executable(), BasicFileAttributes.class);
    Object file = List.of(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime());
    Boolean before = known.get(file);
    if (before != null) {
      return before;
    }
    boolean now = contains(process.executable(), MUTATE_LOCK);
    known.put(file, now);
    return now;
  }

  /// Whether a file contains an ASCII string.
  private static boolean contains(Path file, String wanted) throws IOException {
    byte[] chunk = new byte[CHUNK];
    int overlap = wanted.length() - 1;
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = 0; read >= 0; read = in.read(chunk, kept, CHUNK - kept)) {
        int filled = kept + read;
        if (new String(chunk, 0, filled, StandardCharsets.ISO_8859_1).contains(wanted)) {
          return true;
        }
        kept = Math.min(overlap, filled);
        System.arraycopy(chunk, filled - kept, chunk, 0, kept);
      }
    }
    return false;
  }
}
