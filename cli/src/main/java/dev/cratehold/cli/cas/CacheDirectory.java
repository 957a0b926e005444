package dev.cratehold.cli.cas;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.CacheError;
import dev.cratehold.cas.CacheOptions;
import dev.cratehold.cas.Layout;
import dev.cratehold.cas.OnCorruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The directory that a command names, and what may be done with it. What only reads changes
/// nothing: content that proves corrupt stays where it is.
record CacheDirectory(Path path) {
  private static final String CONTENT = "content-v2";
  private static final String INDEX = "index-v5";

  /// Where programs keep a cache in a directory that users know.
  private static final List<String> NESTED = List.of("_cacache", "blobs");

  private static final CacheOptions READING =
      CacheOptions.DEFAULT.withOnCorruption(OnCorruption.KEEP);

  /// A cache that is there, for looking things up: by both programs' indexes, without knowing which
  /// there are, since to find that out may take longer.
  Cache toLookUp() throws IOException, CasException {
    requireCache();
    return Cache.in(path, READING.withLayout(Layout.READ_BOTH));
  }

  /// A cache that is there, for going through all of it.
  Cache toRead() throws IOException, CasException {
    requireCache();
    Layout layout = Layout.detect(path).orElse(Layout.RUST);
    return Cache.in(path, READING.withLayout(layout == Layout.DUAL ? Layout.READ_BOTH : layout));
  }

  /// A cache that is there, for removing keys from both programs' indexes; where a key has no
  /// lines, none are written.
  Cache toRemove() throws IOException, CasException {
    requireCache();
    return Cache.in(path, READING.withLayout(Layout.DUAL));
  }

  /// A cache that may not be there yet.
  Cache toWrite(Optional<Layout> asked) throws IOException, CasException {
    if (isThere(path) && !isDirectory(path)) {
      throw noDirectory();
    }
    Optional<Layout> found = Layout.detect(path);
    if (asked.isPresent() && found.isPresent() && asked.get() != found.get()) {
      requireWidening(asked.get(), found.get());
    }
    return Cache.in(
        path, CacheOptions.DEFAULT.withLayout(asked.or(() -> found).orElse(Layout.RUST)));
  }

  /// Lines of one program alone may get those of the other beside them, never the reverse.
  private void requireWidening(Layout asked, Layout found) throws IOException, CasException {
    if (asked != Layout.DUAL) {
      throw CasException.refused(
          CacheError.LAYOUT_REFUSED.name(),
          path,
          "%s has %s, and %s would not see what the layout %s writes"
              .formatted(path, index(found), other(asked), word(asked)),
          "leave --layout out, or give dual");
    }
    if (isThere(path.resolve(CONTENT).resolve("xxh3"))) {
      throw CasException.refused(
          CacheError.LAYOUT_REFUSED.name(),
          path,
          "%s has content hashed by xxh3, on which npm's verify fails".formatted(path),
          "leave --layout out, or use another directory");
    }
  }

  private static String other(Layout asked) {
    return asked == Layout.NPM ? "cacache-rs" : "npm";
  }

  private static String index(Layout layout) {
    return switch (layout) {
      case RUST -> "the index of cacache-rs";
      case NPM -> "the index of npm's cacache";
      case DUAL, READ_BOTH -> "the indexes of both programs";
    };
  }

  /// The name of a layout on the command line.
  static String word(Layout layout) {
    return layout.name().toLowerCase(Locale.ROOT);
  }

  /// Fails unless there is a cache: a name that is wrong is not an empty cache.
  private void requireCache() throws IOException, CasException {
    if (!isThere(path)) {
      throw CasException.refused(
          "NO_CACHE", path, "there is no directory " + path, "`cratehold cas put` makes it");
    }
    if (!isDirectory(path)) {
      throw noDirectory();
    }
    if (!isCache(path)) {
      throw CasException.refused(
          "NO_CACHE",
          path,
          "%s is no cache: it has neither %s nor %s".formatted(path, CONTENT, INDEX),
          nested().map(name -> "perhaps " + name + " is meant").orElse("name another directory"));
    }
  }

  private CasException noDirectory() {
    return CasException.refused(
        "NO_CACHE", path, path + " is a file, and a cache is a directory", "name a directory");
  }

  private Optional<Path> nested() throws IOException {
    for (String name : NESTED) {
      if (isCache(path.resolve(name))) {
        return Optional.of(path.resolve(name));
      }
    }
    return Optional.empty();
  }

  private static boolean isCache(Path directory) throws IOException {
    return isThere(directory.resolve(CONTENT)) || isThere(directory.resolve(INDEX));
  }

  private static boolean isThere(Path file) throws IOException {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException | NotDirectoryException _) {
      return false;
    }
  }

  private static boolean isDirectory(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).isDirectory();
  }
}
