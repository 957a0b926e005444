package dev.cratehold.home.trash;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseRow;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One line of a journal, a JSON object:
///
/// ```
/// {"format":1,"begun":"2026-11-21T16:00:00Z","pid":1234,"keepUntil":"2026-11-28T16:00:00Z"}
/// {"row":"crate","directory":"index.crates.io-1949cf8c6b5b557f","name":"a-1.0.0.crate","bytes":9,"timestamp":1795276800}
/// {"item":"crate","directory":"index.crates.io-1949cf8c6b5b557f","name":"a-1.0.0.crate"}
/// ```
sealed interface JournalLine {
  /// The format of journals that is written here. A newer one is left alone.
  int FORMAT = 1;

  JsonFactory JSON = new JsonFactory();

  /// The first line.
  record Head(int format, RunName name, KeepUntil keep) implements JournalLine {
    @Override
    public String text() {
      return object(json -> {
        json.writeNumberProperty("format", format);
        json.writeStringProperty("begun", name.begun().toString());
        json.writeNumberProperty("pid", name.pid());
        if (keep instanceof KeepUntil.Time(Instant until)) {
          json.writeStringProperty("keepUntil", until.toString());
        }
      });
    }
  }

  /// This item goes into the trash next.
  record Moving(ItemId id) implements JournalLine {
    @Override
    public String text() {
      return object(json -> writeId(json, "item", id));
    }
  }

  /// Cargo's database has this row.
  record Row(LastUseRow row) implements JournalLine {
    @Override
    public String text() {
      return object(json -> {
        writeId(json, "row", row.id());
        row.bytes().ifPresent(bytes -> json.writeNumberProperty("bytes", bytes));
        json.writeNumberProperty("timestamp", row.timestamp());
      });
    }
  }

  /// The line without its end.
  String text();

  private static String object(Consumer<JsonGenerator> members) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return out.toString();
  }

  private static void writeId(JsonGenerator json, String what, ItemId id) {
    json.writeStringProperty(what, id.kind().word());
    json.writeStringProperty("directory", id.directory());
    json.writeStringProperty("name", id.name());
  }

  /// Reads a line that follows the first; empty if it is none of these, as one is whose writing was
  /// cut short.
  static Optional<JournalLine> parse(String line) {
    Map<String, String> members = members(line);
    Optional<JournalLine> moving = id(members, "item").map(Moving::new);
    return moving.isPresent()
        ? moving
        : id(members, "row")
            .flatMap(id -> number(members, "timestamp").map(time -> row(members, id, time)));
  }

  private static Row row(Map<String, String> members, ItemId id, long timestamp) {
    Optional<Long> bytes = number(members, "bytes");
    return new Row(
        new LastUseRow(id, bytes.map(OptionalLong::of).orElseGet(OptionalLong::empty), timestamp));
  }

  private static Optional<ItemId> id(Map<String, String> members, String what) {
    return Stream.of(ItemKind.values())
        .filter(kind -> kind.word().equals(members.get(what)))
        .map(kind ->
            new ItemId(
                kind, members.getOrDefault("directory", ""), members.getOrDefault("name", "")))
        .findFirst();
  }

  /// Reads the first line of the journal of this run; empty if it is none.
  static Optional<Head> parseHead(RunName name, String line) {
    Map<String, String> members = members(line);
    Optional<Long> format = number(members, "format");
    try {
      KeepUntil keep =
          Optional.ofNullable(members.get("keepUntil"))
              .<KeepUntil>map(until -> new KeepUntil.Time(Instant.parse(until)))
              .orElseGet(KeepUntil.Nothing::new);
      return format.map(number -> new Head(Math.toIntExact(number), name, keep));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> number(Map<String, String> members, String name) {
    return Optional.ofNullable(members.get(name))
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::valueOf);
  }

  /// The members of a flat object as text; none if the line is no such object.
  private static Map<String, String> members(String line) {
    Map<String, String> members = new HashMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        if (!json.nextToken().isScalarValue()) {
          return Map.of();
        }
        members.put(name, json.getString());
      }
      return json.currentToken() == JsonToken.END_OBJECT ? members : Map.of();
    } catch (JacksonException e) {
      return Map.of();
    }
  }
}
