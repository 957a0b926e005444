package dev.cratehold.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What this system can do beyond the JDK, and where it cannot, the JDK's way of doing it.
///
/// Immutable, and safe for use by several threads.
public final class Posix {
  /// The system property that switches capabilities off: `flock,trees`.
  public static final String WITHOUT = "cratehold.posix.without";

  private final Platform platform;
  private final Set<Capability> off;

  private Posix(Platform platform, Set<Capability> off) {
    this.platform = platform;
    this.off = off;
  }

  /// All that this system can do, but for what the system property [#WITHOUT] names. What that is
  /// is found out when it is needed: to ask the C library for anything costs a start ten
  /// milliseconds.
  ///
  /// @throws IllegalArgumentException if it names what is no capability
  public static Posix system() {
    return new Posix(Platform.current(), EnumSet.noneOf(Capability.class)).without(switchedOff());
  }

  private boolean can(Capability capability) {
    return !off.contains(capability) && isThere(capability, platform);
  }

  private static boolean isThere(Capability capability, Platform platform) {
    return switch (platform.family()) {
      case LINUX -> CLibrary.has(functions(capability));
      case MAC -> capability == Capability.FLOCK && CLibrary.has(functions(capability));
      case OTHER -> false;
    };
  }

  /// What the C library must have. The names stand here and not beside the handles, since to ask
  /// those classes would bind the functions, which takes fifty milliseconds for all of them.
  private static List<String> functions(Capability capability) {
    return switch (capability) {
      case FLOCK -> List.of("open", "flock", "close");
      case TREES ->
          List.of("openat", "close", "getdents64", "statx", "unlinkat", "chmod", "geteuid");
      case TERMINAL_WIDTH -> List.of("ioctl");
      case FILE_SYSTEM_TYPE -> List.of("statfs");
      case REFLINK -> List.of("open", "ioctl", "close");
    };
  }

  private static Capability[] switchedOff() {
    return Stream.of(System.getProperty(WITHOUT, "").split(","))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .map(word -> Capability.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')))
        .toArray(Capability[]::new);
  }

  /// The same without these.
  public Posix without(Capability... more) {
    Set<Capability> all = EnumSet.noneOf(Capability.class);
    all.addAll(off);
    all.addAll(Arrays.asList(more));
    return new Posix(platform, all);
  }

  /// What it can do.
  public Set<Capability> capabilities() {
    return Stream.of(Capability.values()).filter(this::can).collect(Collectors.toUnmodifiableSet());
  }

  /// Opens a file to lock it, and makes it if it is missing; nothing is locked yet. One that may
  /// not be written is opened for reading, which is enough for either lock. Without
  /// [Capability#FLOCK] no file is opened or made, and every attempt to lock says `UNSUPPORTED`.
  public FlockFile openLock(Path file) throws IOException {
    return can(Capability.FLOCK)
        ? FlockFile.open(file, platform)
        : FlockFile.unsupported(file, platform);
  }

  /// A new walker of file trees, for one thread.
  public TreeWalker walker() {
    return new TreeWalker(can(Capability.TREES) ? new LinuxTrees(platform) : new PortableTrees());
  }

  /// The identity of a file, or of a symbolic link itself.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is none
  public FileIdentity identify(Path file) throws IOException {
    return PortableFiles.identify(file);
  }

  /// Whether a file lies on a file system that other machines may be using, too: NFS, SMB, 9P and
  /// the like.
  public boolean isNetworkFileSystem(Path file) throws IOException {
    return can(Capability.FILE_SYSTEM_TYPE)
        ? FileSystemCalls.isNetwork(file)
        : PortableFiles.isNetworkFileSystem(file);
  }

  /// Makes the new file `target`, which shares the blocks of `source` until one of them is changed.
  ///
  /// @return whether that was possible; if not, there is no new file
  /// @throws java.nio.file.FileAlreadyExistsException if there is a file with this name
  public boolean reflink(Path source, Path target) throws IOException {
    return can(Capability.REFLINK) && ReflinkCalls.reflink(source, target, platform);
  }

  /// How many columns the terminal has that this descriptor is; empty if it is none.
  ///
  /// @param descriptor 1 for standard output, 2 for standard error
  public OptionalInt terminalColumns(int descriptor) {
    return can(Capability.TERMINAL_WIDTH) ? TerminalCalls.columns(descriptor) : OptionalInt.empty();
  }
}
