package dev.cratehold.registry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The index file of one crate: newline-delimited JSON, one version a line, in the order in which
/// the registry wrote them. Blank lines, CRLF and a missing last line end are allowed, as cargo
/// allows them; an empty file is a crate without versions.
///
/// A line that is not a JSON object, or that names another crate, makes the whole file malformed:
/// it is no index file of this crate. A line whose version or checksum is not understood makes no
/// entry and harms no other line.
///
/// @param name the name as the last line spells it, which is how the registry shows it
public record IndexFile(CrateName name, List<IndexEntry> entries) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  public IndexFile {
    entries = List.copyOf(entries);
  }

  /// Reads an index file.
  ///
  /// @param name the crate that was asked for; lines name it in any case, with its `-` and `_`
  /// @throws MalformedIndexException if `body` is no index file of this crate
  public static IndexFile parse(CrateName name, byte[] body) throws MalformedIndexException {
    List<IndexEntry> entries = new ArrayList<>();
    CrateName spelled = name;
    int lineNumber = 0;
    int start = 0;
    while (start < body.length) {
      int end = endOfLine(body, start);
      lineNumber++;
      if (!isBlank(body, start, end)) {
        Line line = parseLine(name, body, start, end, lineNumber);
        spelled = line.crate(name).orElse(spelled);
        line.entry().ifPresent(entries::add);
      }
      start = end + 1;
    }
    return new IndexFile(spelled, entries);
  }

  /// The lines of an index file whose entries `wanted` accepts, byte for byte and in their order,
  /// with their line ends. Lines that make no entry are left out.
  ///
  /// @param name the crate that the file is of
  /// @throws MalformedIndexException if `body` is no index file of this crate
  public static byte[] filter(CrateName name, byte[] body, Predicate<IndexEntry> wanted)
      throws MalformedIndexException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(body.length);
    int lineNumber = 0;
    int start = 0;
    while (start < body.length) {
      int end = endOfLine(body, start);
      int next = Math.min(end + 1, body.length);
      lineNumber++;
      if (!isBlank(body, start, end)
          && parseLine(name, body, start, end, lineNumber).entry().filter(wanted).isPresent()) {
        kept.write(body, start, next - start);
      }
      start = next;
    }
    return kept.toByteArray();
  }

  private static int endOfLine(byte[] body, int start) {
    int end = start;
    while (end < body.length && body[end] != '\n') {
      end++;
    }
    return end;
  }

  private static boolean isBlank(byte[] body, int start, int end) {
    for (int i = start; i < end; i++) {
      if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private static Line parseLine(CrateName name, byte[] body, int start, int end, int lineNumber)
      throws MalformedIndexException {
    try (JsonParser parser =
        JSON.createParser(ObjectReadContext.empty(), body, start, end - start)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed(name, lineNumber, "it is not a JSON object", body, start, end);
      }
      Line line = Line.read(parser);
      if (parser.nextToken() != null) {
        throw malformed(name, lineNumber, "more follows the JSON object", body, start, end);
      }
      if (line.crate(name).isEmpty()) {
        throw malformed(name, lineNumber, "it names another crate", body, start, end);
      }
      return line;
    } catch (JacksonException e) {
      MalformedIndexException malformed =
          malformed(name, lineNumber, "it is not a JSON object", body, start, end);
      malformed.initCause(e);
      throw malformed;
    }
  }

  private static MalformedIndexException malformed(
      CrateName name, int lineNumber, String reason, byte[] body, int start, int end) {
    int shown = Math.min(end - start, 60);
    String sample = new String(body, start, shown, StandardCharsets.UTF_8).strip();
    return new MalformedIndexException(
        "line %d of the index file of %s is malformed, %s: %s"
            .formatted(lineNumber, name, reason, sample.replaceAll("\\p{Cntrl}", "?")));
  }

  /// True if the file lists this version with this checksum. A version can stand in an index file
  /// twice with different checksums; both count.
  public boolean lists(CrateVersion version, Checksum checksum) {
    return entries.stream()
        .anyMatch(e -> e.version().equals(version) && e.checksum().equals(checksum));
  }

  /// The checksum that cargo expects for this version, which is the one of the first line that has
  /// it; empty if no line has.
  public Optional<Checksum> checksum(CrateVersion version) {
    return entries.stream()
        .filter(e -> e.version().equals(version))
        .map(IndexEntry::checksum)
        .findFirst();
  }

  /// The highest version, of those that are not yanked if there are any; empty if the file lists
  /// none.
  public Optional<CrateVersion> maxVersion() {
    return entries.stream()
        .max(
            Comparator.comparing((IndexEntry entry) -> !entry.yanked())
                .thenComparing(IndexEntry::version, CrateVersion.PRECEDENCE))
        .map(IndexEntry::version);
  }

  /// The highest version that is neither yanked nor a pre-release; empty if there is none.
  public Optional<CrateVersion> maxStableVersion() {
    return entries.stream()
        .filter(entry -> !entry.yanked() && !entry.version().isPreRelease())
        .map(IndexEntry::version)
        .max(CrateVersion.PRECEDENCE);
  }

  /// The members of a line that matter here, as the line has them.
  private static final class Line {
    private @Nullable String name;
    private @Nullable String version;
    private @Nullable String checksum;
    private boolean yanked;

    static Line read(JsonParser parser) {
      Line line = new Line();
      for (String member = parser.nextName(); member != null; member = parser.nextName()) {
        JsonToken value = parser.nextToken();
        switch (member) {
          case "name" -> line.name = value == JsonToken.VALUE_STRING ? parser.getString() : null;
          case "vers" -> line.version = value == JsonToken.VALUE_STRING ? parser.getString() : null;
          case "cksum" ->
              line.checksum = value == JsonToken.VALUE_STRING ? parser.getString() : null;
          case "yanked" -> line.yanked = value == JsonToken.VALUE_TRUE;
          default -> {}
        }
        parser.skipChildren();
      }
      return line;
    }

    /// The line's spelling of a crate's name, or empty if the line is about another crate.
    Optional<CrateName> crate(CrateName asked) {
      return Optional.ofNullable(name)
          .flatMap(CrateName::parse)
          .filter(spelled -> spelled.lowerCase().equals(asked.lowerCase()));
    }

    Optional<IndexEntry> entry() {
      if (version == null || checksum == null) {
        return Optional.empty();
      }
      Optional<Checksum> sha256 = Checksum.parse(checksum);
      return CrateVersion.parse(version)
          .flatMap(v -> sha256.map(c -> new IndexEntry(v, c, yanked)));
    }
  }
}
