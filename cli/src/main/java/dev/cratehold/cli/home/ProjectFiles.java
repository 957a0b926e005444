package dev.cratehold.cli.home;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.cli.terminal.Problem;
import dev.cratehold.home.layout.LockFiles;
import dev.cratehold.home.layout.LockFiles.Found;
import dev.cratehold.home.layout.NeededItems;
import dev.cratehold.home.view.Projects;
import java.nio.file.Path;
import java.util.List;

/// The lock files of the projects that a user names.
final class ProjectFiles {
  private final HomeContext context;

  ProjectFiles(HomeContext context) {
    this.context = context;
  }

  /// For telling who needs what; what cannot be read is a warning.
  Projects projects(List<Path> places) {
    if (places.isEmpty()) {
      return Projects.NONE;
    }
    Found found = find(places);
    found.problems().forEach(context.terminal()::warning);
    if (found.lockFiles().isEmpty()) {
      context.terminal().warning("there is no Cargo.lock at or below " + places.getFirst());
    }
    return Projects.of(found.lockFiles());
  }

  /// For keeping what they need: unless all are known, nothing may go.
  NeededItems needed(List<Path> places) throws Failure {
    for (Path place : places) {
      Found found = find(List.of(place));
      if (!found.problems().isEmpty()) {
        throw Failure.usage(
            found.problems().stream()
                .map(problem ->
                    Problem.of(problem, "nothing was done: what this project needs is not known"))
                .toList());
      }
      if (found.lockFiles().isEmpty()) {
        throw Failure.usage(
            "there is no Cargo.lock at or below " + place,
            "name a project, a directory of projects or a lock file with --keep-for");
      }
    }
    return NeededItems.of(find(places).lockFiles().values());
  }

  private Found find(List<Path> places) {
    return LockFiles.find(places, context.home(), context.posix());
  }
}
