package dev.cratehold.posix;

/// The numbers by which a system's C library knows things: they differ between systems, and some
/// between processors.
///
/// @param directory `O_DIRECTORY`
/// @param noFollow `O_NOFOLLOW`
record Platform(
    Family family, int create, int closeOnExec, int directory, int noFollow, Errors errors) {
  enum Family {
    LINUX,
    MAC,
    OTHER
  }

  /// The error numbers that mean different things on different systems.
  record Errors(
      int tryAgain, int notSupported, int operationNotSupported, int noSuchCall, int noLocks) {
    /// Whether a lock failed with this error because there are no locks there.
    boolean meansUnsupported(int error) {
      return error == notSupported
          || error == operationNotSupported
          || error == noSuchCall
          || error == noLocks;
    }
  }

  private static final Errors LINUX_ERRORS = new Errors(11, 95, 95, 38, 37);
  private static final Errors MAC_ERRORS = new Errors(35, 45, 102, 78, 77);

  static final Platform LINUX_X86_64 =
      new Platform(Family.LINUX, 0x40, 0x80000, 0x10000, 0x20000, LINUX_ERRORS);
  static final Platform LINUX_AARCH64 =
      new Platform(Family.LINUX, 0x40, 0x80000, 0x4000, 0x8000, LINUX_ERRORS);
  static final Platform MAC =
      new Platform(Family.MAC, 0x200, 0x1000000, 0x100000, 0x100, MAC_ERRORS);
  static final Platform OTHER = new Platform(Family.OTHER, 0, 0, 0, 0, LINUX_ERRORS);

  /// The platform of this JVM.
  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String system, String processor) {
    return switch (system) {
      case "Linux" -> linux(processor);
      case "Mac OS X" -> MAC;
      default -> OTHER;
    };
  }

  private static Platform linux(String processor) {
    return switch (processor) {
      case "amd64" -> LINUX_X86_64;
      case "aarch64" -> LINUX_AARCH64;
      default -> OTHER;
    };
  }
}
