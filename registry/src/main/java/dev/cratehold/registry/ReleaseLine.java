package dev.cratehold.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// One line of an index file, read as cargo's resolver reads it.
///
/// @param crate the name as the line spells it
record ReleaseLine(CrateName crate, IndexRelease release) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int NEWEST_FORMAT = 2;

  /// The line, or empty if cargo would pass over it or it is about another crate.
  static Optional<ReleaseLine> parse(CrateName crate, String text) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      return Members.read(parser)
          .line()
          .filter(line -> line.crate.lowerCase().equals(crate.lowerCase()));
    } catch (JacksonException _) {
      return Optional.empty(); // IndexFile has refused the whole file, if it is one that counts
    }
  }

  /// The members of a line that matter here, as the line has them.
  private static final class Members {
    private @Nullable String name;
    private @Nullable String version;
    private @Nullable String checksum;
    private boolean yanked;
    private long format = 1;
    private Optional<List<IndexDependency>> dependencies = Optional.empty();

    static Members read(JsonParser parser) {
      Members members = new Members();
      for (String member = parser.nextName(); member != null; member = parser.nextName()) {
        members.read(member, parser, parser.nextToken());
        parser.skipChildren();
      }
      return members;
    }

    private void read(String member, JsonParser parser, JsonToken value) {
      switch (member) {
        case "name" -> name = text(parser, value);
        case "vers" -> version = text(parser, value);
        case "cksum" -> checksum = text(parser, value);
        case "yanked" -> yanked = value == JsonToken.VALUE_TRUE;
        case "v" -> format = value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 1;
        case "deps" -> dependencies = dependencies(parser, value);
        default -> {}
      }
    }

    private static @Nullable String text(JsonParser parser, JsonToken value) {
      return value == JsonToken.VALUE_STRING ? parser.getString() : null;
    }

    /// Empty if they are missing or one of them is not understood.
    private static Optional<List<IndexDependency>> dependencies(
        JsonParser parser, JsonToken value) {
      if (value != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      List<IndexDependency> dependencies = new ArrayList<>();
      boolean allUnderstood = true;
      for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
        Optional<IndexDependency> dependency = DependencyObject.parse(parser, t);
        dependency.ifPresent(dependencies::add);
        allUnderstood &= dependency.isPresent();
      }
      return allUnderstood ? Optional.of(dependencies) : Optional.empty();
    }

    Optional<ReleaseLine> line() {
      if (format > NEWEST_FORMAT) {
        return Optional.empty();
      }
      Optional<CrateName> crate = Optional.ofNullable(name).flatMap(CrateName::parse);
      return crate.flatMap(c -> entry().flatMap(e -> dependencies.map(d -> line(c, e, d))));
    }

    private static ReleaseLine line(
        CrateName crate, IndexEntry entry, List<IndexDependency> dependencies) {
      return new ReleaseLine(crate, new IndexRelease(entry, dependencies));
    }

    private Optional<IndexEntry> entry() {
      Optional<CrateVersion> number =
          Optional.ofNullable(version)
              .flatMap(CrateVersion::parse)
              .filter(v -> VersionNumber.of(v).fits());
      Optional<Checksum> sha256 = Optional.ofNullable(checksum).flatMap(Checksum::parse);
      return number.flatMap(v -> sha256.map(c -> new IndexEntry(v, c, yanked)));
    }
  }
}
