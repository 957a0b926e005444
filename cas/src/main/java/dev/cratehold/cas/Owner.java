package dev.cratehold.cas;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who knows what is in use in a directory, if that is not its index. A file `cratehold-*` with a
/// line `owner = NAME`, in the directory or in the one around it, says so: the store of a Cratehold
/// server keeps its list of crates in a database beside its content.
public record Owner(String name, Path marker) {
  private static final Pattern NAME = Pattern.compile("(?m)^owner = (.+)$");
  private static final int LONGEST = 4096;

  /// The owner of a directory; empty if there is none, so that its index says what is in use.
  public static Optional<Owner> of(Path root) throws IOException {
    Optional<Owner> owner = in(root);
    Path around = root.toAbsolutePath().normalize().getParent();
    return owner.isPresent() || around == null ? owner : in(around);
  }

  private static Optional<Owner> in(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "cratehold-*")) {
      for (Path file : files) {
        Optional<Owner> owner = named(file);
        if (owner.isPresent()) {
          return owner;
        }
      }
      return Optional.empty();
    } catch (NoSuchFileException | NotDirectoryException _) {
      return Optional.empty();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static Optional<Owner> named(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
      return Optional.empty();
    }
    Matcher name = NAME.matcher(Files.readString(file));
    return name.find() ? Optional.of(new Owner(name.group(1), file)) : Optional.empty();
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
