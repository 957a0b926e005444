package dev.cratehold.posix;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What removing a tree came to.
///
/// @param files how many are gone that were no directories
/// @param directories how many are gone
/// @param bytes the lengths of the regular files that are gone, each link counted
/// @param failures what stayed, and why; what only stayed because something below it did is not
///   named
public record Removal(long files, long directories, long bytes, List<Failure> failures) {
  /// Nothing was there, nothing was removed.
  public static final Removal NONE = new Removal(0, 0, 0, List.of());

  /// Copies the failures.
  public Removal {
    failures = List.copyOf(failures);
  }

  /// Both together.
  public Removal plus(Removal other) {
    List<Failure> all = new ArrayList<>(failures);
    all.addAll(other.failures);
    return new Removal(
        files + other.files, directories + other.directories, bytes + other.bytes, all);
  }

  /// What is gone alone.
  public Removal withoutFailures() {
    return new Removal(files, directories, bytes, List.of());
  }

  /// Whether nothing is left.
  public boolean isComplete() {
    return failures.isEmpty();
  }

  /// Something that could not be removed.
  ///
  /// @param reason the system's words: `Permission denied`
  public record Failure(Path path, String reason) {}
}
