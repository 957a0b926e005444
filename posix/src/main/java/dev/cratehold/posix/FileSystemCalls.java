package dev.cratehold.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Set;

/// Asks Linux what kind of file system a file is on.
final class FileSystemCalls {
  /// More than the struct takes on any processor. Its first member is the kind, a long.
  private static final long SIZE = 256;

  /// NFS, SMB, CIFS, SMB 2 and 3, 9P, AFS (two), Coda, Ceph, NCP, GFS 2, OCFS 2, Lustre, the shared
  /// folders of VirtualBox.
  private static final Set<Long> NETWORK =
      Set.of(
          0x6969L,
          0x517BL,
          0xFF534D42L,
          0xFE534D42L,
          0x01021997L,
          0x5346414FL,
          0x73757245L,
          0x00C36400L,
          0x564CL,
          0x01161970L,
          0x7461636FL,
          0x0BD00BD0L,
          0x786F4256L);

  /// File systems in user space, most of them local; and virtiofs, which is not.
  private static final long FUSE = 0x65735546L;

  private static final long MAGIC = 0xFFFFFFFFL;

  private static final MethodHandle STATFS =
      CLibrary.bind("statfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private FileSystemCalls() {}

  static boolean isNetwork(Path file) throws IOException {
    long kind = kind(file);
    return kind == FUSE ? PortableFiles.isNetworkFileSystem(file) : NETWORK.contains(kind);
  }

  private static long kind(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newState(arena);
      MemorySegment into = arena.allocate(SIZE, Long.BYTES);
      int result = statfs(state, FileNames.ofPath(file, arena), into);
      if (result < 0) {
        throw Errno.exception(-result, file.toString());
      }
      return into.get(JAVA_LONG, 0) & MAGIC;
    }
  }

  private static int statfs(MemorySegment state, MemorySegment path, MemorySegment into) {
    try {
      return CLibrary.outcome((int) STATFS.invokeExact(state, path, into), state);
    } catch (Throwable thrown) {
      throw CLibrary.impossible(thrown);
    }
  }
}
