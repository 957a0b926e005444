package dev.cratehold.home.view;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.layout.NeededItems;
import dev.cratehold.registry.LockFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The projects of which is known what they need, each by its lock file.
public final class Projects {
  /// No projects.
  public static final Projects NONE = new Projects(Map.of());

  private final SortedMap<Path, NeededItems> needs;

  private Projects(Map<Path, NeededItems> needs) {
    this.needs = new TreeMap<>(needs);
  }

  /// The projects of these lock files.
  public static Projects of(Map<Path, LockFile> lockFiles) {
    Map<Path, NeededItems> needs = new TreeMap<>();
    lockFiles.forEach((file, lockFile) -> needs.put(file, NeededItems.of(List.of(lockFile))));
    return new Projects(needs);
  }

  /// The lock files that need this, by path.
  public List<Path> neededBy(ItemId id) {
    return needs.entrySet().stream()
        .filter(project -> project.getValue().needs(id))
        .map(Map.Entry::getKey)
        .toList();
  }
}
