package dev.cratehold.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// A walk down one tree, each directory opened relative to the one that holds it, so that no
/// symbolic link is followed whatever others do meanwhile. A directory is read in one pass, then
/// those in it are entered one by one.
///
/// The walk is a loop: no tree is too deep for the stack. Of the directories on the way down only
/// some are open; one that was closed is opened again as `..` of the one below, and must then be
/// the same directory still.
final class Descent {
  /// What is done on the way.
  interface Steps {
    /// Whether to enter the directory of this name below the root.
    boolean enters(byte[] name);

    /// A directory is open, and its status is in [FileStatus].
    ///
    /// @return whether to read it
    boolean entered(Level level);

    /// Something that is no directory.
    void file(Level level, MemorySegment name);

    /// A directory could not be opened.
    ///
    /// @return its descriptor after all, or anything negative
    int unopened(Level parent, MemorySegment name, int error);

    /// A directory could not be read to its end.
    void interrupted(Level level, int error);

    /// All that a directory holds is done, and it is closed.
    void left(Level parent, Level level);

    /// The directory above is no longer where it was; the walk ends.
    void lost();
  }

  /// A directory on the way down.
  static final class Level {
    private final byte[] name;
    private final long device;
    private final long inode;
    private final Queue<byte[]> directories = new ArrayDeque<>();
    private int descriptor;
    private boolean kept;

    private Level(byte[] name, int descriptor, long device, long inode) {
      this.name = name;
      this.descriptor = descriptor;
      this.device = device;
      this.inode = inode;
    }

    /// Its name in the one above.
    byte[] name() {
      return name;
    }

    int descriptor() {
      return descriptor;
    }

    /// Has the directory of this name entered, after the others.
    void enter(byte[] directory) {
      directories.add(directory);
    }

    /// Notes that something in it stays, so that it must stay, too.
    void keep() {
      kept = true;
    }

    boolean isKept() {
      return kept;
    }
  }

  /// How many directories are open at most, the base aside.
  static final int OPEN = 32;

  private static final int CLOSED = -1;
  private static final int LONGEST_NAME = 1 << 16;

  private final TreeCalls calls;
  private final FileStatus status;
  private final DirectoryEntries entries;
  private final int openFlags;
  private final MemorySegment nameBuffer;
  private final MemorySegment parentName;
  private final List<Level> levels = new ArrayList<>();

  /// @param entries reads one directory at a time
  Descent(
      TreeCalls calls,
      FileStatus status,
      DirectoryEntries entries,
      Platform platform,
      Arena arena) {
    this.calls = calls;
    this.status = status;
    this.entries = entries;
    openFlags = platform.directory() | platform.noFollow() | platform.closeOnExec();
    nameBuffer = arena.allocate(LONGEST_NAME);
    parentName = arena.allocateFrom("..");
  }

  /// Walks the tree.
  ///
  /// @param base the open directory that `root` is relative to; it stays open
  /// @param root a name, or a path, of a directory
  void walk(int base, byte[] root, Steps steps) {
    Level parent = new Level(new byte[0], base, 0, 0);
    parent.enter(root);
    levels.add(parent);
    try {
      while (levels.size() > 1 || (levels.size() == 1 && !parent.directories.isEmpty())) {
        step(levels.getLast(), steps);
      }
    } finally {
      closeAll();
    }
  }

  private void step(Level level, Steps steps) {
    byte[] name = level.directories.poll();
    if (name == null) {
      leave(level, steps);
    } else {
      enter(level, name, steps);
    }
  }

  private void enter(Level parent, byte[] name, Steps steps) {
    int opened = open(parent, cString(name));
    if (opened < 0) {
      opened = steps.unopened(parent, nameBuffer, -opened);
    }
    if (opened < 0) {
      return;
    }
    status.read(opened);
    Level level = new Level(name, opened, status.device(), status.inode());
    levels.add(level);
    closeFarAbove();
    if (steps.entered(level)) {
      read(level, steps);
    }
  }

  /// Opens a directory, not following a link.
  int open(Level parent, MemorySegment name) {
    return calls.openat(parent.descriptor, name, openFlags);
  }

  /// The name as a C string, good until the next one.
  MemorySegment cString(byte[] name) {
    MemorySegment.copy(name, 0, nameBuffer, ValueLayout.JAVA_BYTE, 0, name.length);
    nameBuffer.set(ValueLayout.JAVA_BYTE, name.length, (byte) 0);
    return nameBuffer;
  }

  private void closeFarAbove() {
    int far = levels.size() - 1 - OPEN;
    if (far > 0 && levels.get(far).descriptor != CLOSED) {
      calls.close(levels.get(far).descriptor);
      levels.get(far).descriptor = CLOSED;
    }
  }

  private void read(Level level, Steps steps) {
    entries.begin(level.descriptor);
    while (entries.next()) {
      if (!isDirectory(level)) {
        steps.file(level, entries.name());
        continue;
      }
      byte[] name = entries.nameBytes();
      if (steps.enters(name)) {
        level.enter(name);
      }
    }
    if (entries.error() != 0) {
      steps.interrupted(level, entries.error());
    }
  }

  private boolean isDirectory(Level level) {
    Optional<EntryType> type = entries.type();
    return type.isPresent()
        ? type.get() == EntryType.DIRECTORY
        : status.read(level.descriptor, entries.name()) == 0 && status.isDirectory();
  }

  private void leave(Level level, Steps steps) {
    Level parent = levels.get(levels.size() - 2);
    if (parent.descriptor == CLOSED && !reopen(parent, level)) {
      steps.lost();
      closeAll();
      return;
    }
    levels.removeLast();
    calls.close(level.descriptor);
    steps.left(parent, level);
  }

  private boolean reopen(Level parent, Level child) {
    int opened = open(child, parentName);
    if (opened < 0) {
      return false;
    }
    if (status.read(opened) < 0
        || status.inode() != parent.inode
        || status.device() != parent.device) {
      calls.close(opened);
      return false;
    }
    parent.descriptor = opened;
    return true;
  }

  /// The names on the way to the directory where the walk is, beginning with the root's.
  List<byte[]> way() {
    return levels.stream().skip(1).map(level -> level.name).toList();
  }

  private void closeAll() {
    levels.stream()
        .skip(1)
        .filter(level -> level.descriptor != CLOSED)
        .forEach(level -> calls.close(level.descriptor));
    levels.clear();
  }
}
