package dev.cratehold.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Removes what a [Descent] comes by, and each directory when it is left. A mount point is not
/// entered: what is mounted there was not meant.
final class Removing implements Descent.Steps {
  private static final int NOT_ENTERED = -1;
  private static final int REMOVE_DIRECTORY = 0x200;
  private static final int PATH_ONLY = 0x200000;
  private static final int OWNER_ALL = 0700;
  private static final int PERMISSIONS = 07777;
  private static final int NOT_EMPTY = 39;

  /// The directory that holds what is removed.
  record Holder(Path path, long device) {}

  private final TreeCalls calls;
  private final FileStatus status;
  private final Descent descent;
  private final Platform platform;
  private final Holder holder;
  private final List<Removal.Failure> failures = new ArrayList<>();
  private long files;
  private long directories;
  private long bytes;
  private long removedWhenRepeated;

  Removing(TreeCalls calls, FileStatus status, Descent descent, Platform platform, Holder holder) {
    this.calls = calls;
    this.status = status;
    this.descent = descent;
    this.platform = platform;
    this.holder = holder;
  }

  Removal removal() {
    return new Removal(files, directories, bytes, failures);
  }

  @Override
  public boolean enters(byte[] name) {
    return true;
  }

  @Override
  public boolean entered(Descent.Level level) {
    if (status.isMountPoint() || status.device() != holder.device) {
      level.keep();
      fail(List.of(), "Something is mounted there");
      return false;
    }
    if ((status.mode() & OWNER_ALL) != OWNER_ALL) {
      permit(level.descriptor());
    }
    return true;
  }

  /// Lets the owner read and write the open directory whose status was read, if that is this user.
  /// If it fails, removing what is in there will, and that is reported.
  private void permit(int descriptor) {
    if (status.owner() != calls.geteuid()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      // By way of the descriptor, since a name might be a link by now.
      calls.chmod(
          arena.allocateFrom("/proc/self/fd/" + descriptor),
          (status.mode() & PERMISSIONS) | OWNER_ALL);
    }
  }

  @Override
  public void file(Descent.Level level, MemorySegment name) {
    if (!remove(level.descriptor(), name)) {
      level.keep();
    }
  }

  /// Removes what is no directory.
  ///
  /// @return whether it is gone
  boolean remove(int directory, MemorySegment name) {
    long size = status.read(directory, name) == 0 && status.isRegularFile() ? status.size() : 0;
    int result = calls.unlinkat(directory, name, 0);
    if (result == 0) {
      files++;
      bytes += size;
      return true;
    }
    if (result == -Errno.NOENT) {
      return true;
    }
    fail(List.of(FileNames.bytes(name)), CLibrary.message(-result));
    return false;
  }

  @Override
  public int unopened(Descent.Level parent, MemorySegment name, int error) {
    if (error == Errno.NOENT) {
      return NOT_ENTERED;
    }
    if (error == Errno.NOTDIR) {
      // A file or a link has taken its place.
      file(parent, name);
      return NOT_ENTERED;
    }
    int opened = error == Errno.ACCES ? openByPermitting(parent, name) : -error;
    if (opened < 0) {
      parent.keep();
      fail(List.of(FileNames.bytes(name)), CLibrary.message(-opened));
    }
    return opened;
  }

  private int openByPermitting(Descent.Level parent, MemorySegment name) {
    int flags = PATH_ONLY | platform.directory() | platform.noFollow() | platform.closeOnExec();
    int handle = calls.openat(parent.descriptor(), name, flags);
    if (handle < 0) {
      return handle;
    }
    if (status.read(handle) == 0) {
      permit(handle);
    }
    calls.close(handle);
    return descent.open(parent, name);
  }

  @Override
  public void interrupted(Descent.Level level, int error) {
    level.keep();
    fail(List.of(), CLibrary.message(error));
  }

  @Override
  public void left(Descent.Level parent, Descent.Level level) {
    if (level.isKept()) {
      parent.keep();
      return;
    }
    int result =
        calls.unlinkat(parent.descriptor(), descent.cString(level.name()), REMOVE_DIRECTORY);
    if (result == 0) {
      directories++;
    } else if (result == -NOT_EMPTY && removedWhenRepeated < files + directories) {
      // Somebody adds to it, or the file system lost its place while entries went: once more, and
      // as long as that removes something.
      removedWhenRepeated = files + directories;
      parent.enter(level.name());
    } else if (result != -Errno.NOENT) {
      parent.keep();
      fail(List.of(level.name()), CLibrary.message(-result));
    }
  }

  @Override
  public void lost() {
    fail(List.of(), "It was moved while it was removed");
  }

  /// Notes a failure.
  ///
  /// @param last the name in the directory where the walk is; empty for that directory itself
  private void fail(List<byte[]> last, String reason) {
    Path path = FileNames.resolve(FileNames.resolve(holder.path, descent.way()), last);
    failures.add(new Removal.Failure(path, reason));
  }
}
