package dev.cratehold.home.view;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.layout.NeededItems;
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

  /// @param needs what each lock file needs
  public Projects(Map<Path, NeededItems> needs) {
    this.needs = new TreeMap<>(needs);
  }

  /// The lock files that need this, by path.
  public List<Path> neededBy(ItemId id) {
    return needs.entrySet().stream()
        .filter(project -> project.getValue().needs(id))
        .map(Map.Entry::getKey)
        .toList();
  }
}
