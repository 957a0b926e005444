package dev.cratehold.registry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A member of `deps` in a line of an index file.
final class DependencyObject {
  private @Nullable String name;
  private @Nullable String renamed;
  private @Nullable String requirement;
  private @Nullable String kind;
  private @Nullable String target;
  private @Nullable String registry;
  private boolean optional;

  private DependencyObject() {}

  /// Reads up to the end of the value that begins with `start`. Empty if it is no dependency that
  /// is understood.
  static Optional<IndexDependency> parse(JsonParser parser, @Nullable JsonToken start) {
    if (start != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return Optional.empty();
    }
    DependencyObject object = new DependencyObject();
    for (String member = parser.nextName(); member != null; member = parser.nextName()) {
      object.read(member, parser, parser.nextToken());
      parser.skipChildren();
    }
    return object.dependency();
  }

  private void read(String member, JsonParser parser, JsonToken value) {
    String text = value == JsonToken.VALUE_STRING ? parser.getString() : null;
    switch (member) {
      case "name" -> name = text;
      case "package" -> renamed = text;
      case "req" -> requirement = text;
      case "kind" -> kind = text;
      case "target" -> target = text;
      case "registry" -> registry = text;
      case "optional" -> optional = value == JsonToken.VALUE_TRUE;
      default -> {}
    }
  }

  private Optional<IndexDependency> dependency() {
    Optional<CrateName> crate =
        Optional.ofNullable(renamed).or(() -> Optional.ofNullable(name)).flatMap(CrateName::parse);
    Optional<VersionRequirement> versions =
        Optional.ofNullable(requirement).flatMap(VersionRequirement::parse);
    return crate.flatMap(c ->
        versions.map(v ->
            new IndexDependency(
                c,
                v,
                kind(),
                optional,
                Optional.ofNullable(target),
                Optional.ofNullable(registry))));
  }

  /// As cargo does it, which takes any other word for `normal`.
  private DependencyKind kind() {
    return switch (kind) {
      case "dev" -> DependencyKind.DEV;
      case "build" -> DependencyKind.BUILD;
      case null, default -> DependencyKind.NORMAL;
    };
  }
}
