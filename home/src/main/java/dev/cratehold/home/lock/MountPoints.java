package dev.cratehold.home.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where file systems, or parts of them, are mounted; a directory of the same device that is
/// mounted in a second place can be told only by this.
///
/// @param directories real paths, as strings because the kernel lists what no path can hold here,
///   too
record MountPoints(Set<String> directories) {
  /// The kernel's list for this process; see proc_pid_mountinfo(5). Elsewhere than on Linux there
  /// is none, and device numbers have to do.
  private static final Path LIST = Path.of("/proc/self/mountinfo");

  private static final int MOUNT_POINT = 4;
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  static MountPoints ofSystem() throws IOException {
    if (!Files.exists(LIST)) {
      return new MountPoints(Set.of());
    }
    return parse(new String(Files.readAllBytes(LIST), StandardCharsets.UTF_8).lines());
  }

  static MountPoints parse(Stream<String> lines) {
    return new MountPoints(
        lines
            .map(line -> line.split(" ", -1))
            .filter(fields -> fields.length > MOUNT_POINT)
            .map(fields -> unescape(fields[MOUNT_POINT]))
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static String unescape(String field) {
    return OCTAL.matcher(field).replaceAll(MountPoints::character);
  }

  private static String character(MatchResult octal) {
    return Character.toString(Integer.parseInt(octal.group(1), 8)).replace("\\", "\\\\");
  }

  /// Whether this directory, or one below it, is one.
  ///
  /// @param directory a real path
  boolean anyWithin(Path directory) {
    String prefix = directory + "/";
    return directories.stream().anyMatch(mounted -> (mounted + "/").startsWith(prefix));
  }
}
