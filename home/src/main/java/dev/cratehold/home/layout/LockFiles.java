package dev.cratehold.home.layout;

import dev.cratehold.home.CargoHome;
import dev.cratehold.posix.EntryType;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.TreeWalker;
import dev.cratehold.registry.LockFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The search for the lock files of a user's projects.
///
/// Directories named `target`, hidden ones and the Cargo home are not entered, unless one of them
/// is asked for by name; symbolic links are not followed. The search ends after 200,000
/// directories.
public final class LockFiles {
  private static final String NAME = "Cargo.lock";
  private static final int MOST_DIRECTORIES = 200_000;

  /// What was found.
  ///
  /// @param lockFiles by path
  /// @param problems sentences: what could not be read, or that not everything was searched. Who
  ///   means to keep what the lock files need cannot do so if there are any
  public record Found(SortedMap<Path, LockFile> lockFiles, List<String> problems) {
    public Found {
      lockFiles = Collections.unmodifiableSortedMap(new TreeMap<>(lockFiles));
      problems = List.copyOf(problems);
    }
  }

  private final CargoHome home;
  private final TreeWalker walker;
  private final SortedMap<Path, LockFile> found = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Deque<Path> waiting = new ArrayDeque<>();
  private int left = MOST_DIRECTORIES;

  private LockFiles(CargoHome home, TreeWalker walker) {
    this.home = home;
    this.walker = walker;
  }

  /// Finds the lock files below directories; a path that is a lock file is read itself.
  ///
  /// @param roots absolute
  public static Found find(Collection<Path> roots, CargoHome home, Posix posix) {
    try (TreeWalker walker = posix.walker()) {
      LockFiles search = new LockFiles(home, walker);
      for (Path root : roots) {
        search.searchFrom(root);
      }
      return new Found(search.found, search.problems);
    }
  }

  private void searchFrom(Path root) {
    if (!Files.exists(root)) {
      problems.add(root + " does not exist");
    } else if (Files.isDirectory(root)) {
      waiting.add(root);
      search();
    } else {
      read(root);
    }
  }

  private void search() {
    while (!waiting.isEmpty() && left > 0) {
      left--;
      list(waiting.removeLast());
    }
    if (!waiting.isEmpty()) {
      problems.add(
          "not everything below %s was searched: there are more than %d directories"
              .formatted(waiting.getLast(), MOST_DIRECTORIES));
      waiting.clear();
    }
  }

  private void list(Path directory) {
    try {
      walker.list(directory, (name, type) -> take(directory, name, type));
    } catch (NoSuchFileException _) {
      // Gone since its parent was listed: it needs nothing.
      return;
    } catch (IOException e) {
      problems.add(directory + " cannot be read: " + e.getMessage());
    }
  }

  private void take(Path directory, String name, EntryType type) {
    if (name.equals(NAME) && type != EntryType.DIRECTORY) {
      read(directory.resolve(name));
    } else if (type == EntryType.DIRECTORY && !name.startsWith(".") && !name.equals("target")) {
      Path below = directory.resolve(name);
      if (!below.equals(home.root())) {
        waiting.addLast(below);
      }
    }
  }

  private void read(Path file) {
    try {
      String text = Files.readString(file);
      if (text.isBlank()) {
        // What a crash while it was written leaves: who takes it for no needs loses what is needed.
        problems.add(file + " is empty");
        return;
      }
      found.put(file, LockFile.parse(text));
    } catch (CharacterCodingException _) {
      problems.add(file + " cannot be read: it is not UTF-8");
    } catch (IOException e) {
      problems.add(file + " cannot be read: " + e.getMessage());
    }
  }
}
