package dev.cratehold.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// File trees by the calls of Linux: whole blocks of entries at a time, and everything relative to
/// open directories.
final class LinuxTrees implements Trees {
  private static final int WORKING_DIRECTORY = -100;

  private record Entry(String name, EntryType type) {}

  private final Arena arena = Arena.ofConfined();
  private final Platform platform;
  private final TreeCalls calls;
  private final FileStatus status;
  private final Descent descent;
  private final DirectoryEntries entries;

  LinuxTrees(Platform platform) {
    this(platform, TreeCalls::new);
  }

  LinuxTrees(Platform platform, Function<MemorySegment, TreeCalls> newCalls) {
    this.platform = platform;
    calls = newCalls.apply(CLibrary.newState(arena));
    status = new FileStatus(calls, arena);
    entries = new DirectoryEntries(calls, arena);
    descent = new Descent(calls, status, entries, platform, arena);
  }

  @Override
  public TreeUsage measure(Path root, HardLinks seen, Set<String> skippedDirectoryNames)
      throws IOException {
    byte[] path = FileNames.bytes(root);
    check(status.read(WORKING_DIRECTORY, descent.cString(path)), root);
    Measuring measuring = new Measuring(status, seen, skippedDirectoryNames);
    if (status.isDirectory()) {
      descent.walk(WORKING_DIRECTORY, path, measuring);
    } else {
      measuring.countFile();
    }
    return measuring.usage();
  }

  @Override
  public void list(Path directory, ListVisitor visitor) throws IOException {
    // The visitor may use this walker, so that it comes after the buffer.
    for (Entry entry : read(directory)) {
      visitor.entry(entry.name, entry.type);
    }
  }

  private List<Entry> read(Path directory) throws IOException {
    int opened = open(directory);
    try {
      return read(directory, opened);
    } finally {
      calls.close(opened);
    }
  }

  private List<Entry> read(Path directory, int opened) throws IOException {
    List<Entry> found = new ArrayList<>();
    entries.begin(opened);
    while (entries.next()) {
      byte[] name = entries.nameBytes();
      Optional<String> text = FileNames.text(name);
      found.add(
          text.isPresent()
              ? new Entry(text.get(), entries.type().orElseGet(() -> typeOf(opened)))
              : new Entry(FileNames.escaped(name), EntryType.OTHER));
    }
    check(-entries.error(), directory);
    return found;
  }

  private EntryType typeOf(int directory) {
    return status.read(directory, entries.name()) == 0 ? status.type() : EntryType.OTHER;
  }

  @Override
  public Removal remove(Path root) throws IOException {
    Path absolute = root.toAbsolutePath();
    Path holder = FileNames.holder(absolute);
    int opened = open(holder);
    try {
      check(status.read(opened), holder);
      Removing.Holder in = new Removing.Holder(holder, status.device());
      return remove(opened, in, FileNames.lastName(absolute));
    } finally {
      calls.close(opened);
    }
  }

  private Removal remove(int opened, Removing.Holder holder, byte[] name) {
    int result = status.read(opened, descent.cString(name));
    if (result == -Errno.NOENT) {
      return Removal.NONE;
    }
    Removing removing = new Removing(calls, status, descent, platform, holder);
    if (result == 0 && status.isDirectory()) {
      descent.walk(opened, name, removing);
    } else {
      removing.remove(opened, descent.cString(name));
    }
    return removing.removal();
  }

  /// Opens a directory; the last name of the path may be a link.
  private int open(Path directory) throws IOException {
    int flags = platform.directory() | platform.closeOnExec();
    MemorySegment path = descent.cString(FileNames.bytes(directory));
    return check(calls.openat(WORKING_DIRECTORY, path, flags), directory);
  }

  private static int check(int result, Path file) throws IOException {
    if (result < 0) {
      throw Errno.exception(-result, file.toString());
    }
    return result;
  }

  /// Frees the buffers; afterwards nothing works.
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
