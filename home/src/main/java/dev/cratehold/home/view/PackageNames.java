package dev.cratehold.home.view;

import dev.cratehold.home.ItemId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What users call things: `serde` for `serde-1.0.219.crate`, `cargo` for `cargo-b84a1f0e94ea6819`.
final class PackageNames {
  private static final Pattern NAME_VERSION = Pattern.compile("(.+?)-[0-9]+\\.[0-9]+\\.[0-9]+.*");
  private static final Pattern NAME_HASH = Pattern.compile("(.*)-[0-9a-f]{16}(-shallow)?");

  private PackageNames() {}

  /// The name of the package, for registries and repositories that of their directory without its
  /// hash.
  static String of(ItemId id) {
    return switch (id.kind()) {
      case CRATE, SRC -> upTo(NAME_VERSION, id.name());
      case INDEX, GIT_DB, GIT_CHECKOUT -> upTo(NAME_HASH, id.directory());
      case INDEX_ENTRY -> id.name().substring(id.name().lastIndexOf('/') + 1);
      case BUILD, LOG, LEFTOVER -> id.name();
    };
  }

  private static String upTo(Pattern pattern, String name) {
    Matcher matcher = pattern.matcher(name);
    return matcher.matches() ? matcher.group(1) : name;
  }
}
