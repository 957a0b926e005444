package dev.cratehold.cas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who knows what is in use in a directory, if that is not its index. A file `cratehold-store` with
/// a line `owner = NAME`, in the directory or in the one around it, says so: the store of a
/// Cratehold server keeps its list of crates in a database beside its content.
public record Owner(String name, Path marker) {
  private static final String MARKER = "cratehold-store";
  private static final Pattern NAME = Pattern.compile("(?m)^owner = (.+)$");
  private static final int LONGEST = 4096;

  /// The owner of a directory; empty if there is none, so that its index says what is in use.
  public static Optional<Owner> of(Path root) throws IOException {
    for (Path directory : around(root)) {
      Optional<Owner> owner = named(directory.resolve(MARKER));
      if (owner.isPresent()) {
        return owner;
      }
    }
    return Optional.empty();
  }

  /// The directory and the ones around it: by its name, and where a link leads.
  private static Set<Path> around(Path root) throws IOException {
    Set<Path> around = new LinkedHashSet<>();
    add(root.toAbsolutePath().normalize(), around);
    try {
      add(root.toRealPath(), around);
    } catch (NoSuchFileException | NotDirectoryException _) {
      // It has no other name, then.
    }
    return around;
  }

  private static void add(Path directory, Set<Path> around) {
    around.add(directory);
    Path parent = directory.getParent();
    if (parent != null) {
      around.add(parent);
    }
  }

  private static Optional<Owner> named(Path file) throws IOException {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
        return Optional.empty();
      }
      Matcher name = NAME.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      return name.find() ? Optional.of(new Owner(name.group(1), file)) : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Nothing but the directory's index may say what is in use there.
  ///
  /// @throws RefusedException if there is an owner
  public static void requireNone(Path root) throws IOException {
    Optional<Owner> owner = of(root);
    if (owner.isPresent()) {
      throw new RefusedException(
          Failure.of(
                  CacheError.OWNED_ELSEWHERE,
                  "this directory belongs to a Cratehold %s, which alone knows what is in use there"
                      .formatted(owner.get().name()),
                  "use `cratehold store` to remove something from it")
              .at(owner.get().marker()));
    }
  }
}
