package dev.cratehold.cli.cas;

import dev.cratehold.cas.Finding;
import dev.cratehold.cas.Owner;
import dev.cratehold.cas.VerificationReport;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.index.RawMetadata;
import dev.cratehold.cas.integrity.Integrity;
import dev.cratehold.cli.cas.CacheInfo.Amount;
import dev.cratehold.cli.terminal.JsonLines;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/// For machines: one JSON object on a line; a list is one object a line. Sizes are in bytes, times
/// in UTC as ISO 8601 writes them. What is not known, or not there, is null.
record CasJson(PrintStream out) implements CasView {
  /// Prints what ended a command.
  static void error(PrintStream out, CasException.Parts error) {
    JsonLines.object(
        out,
        json -> {
          json.writeObjectPropertyStart("error");
          json.writeStringProperty("code", error.code());
          text(json, "message", error.message());
          text(json, "path", error.path());
          text(json, "key", error.key());
          text(json, "expected", error.expected());
          text(json, "found", error.found());
          text(json, "help", error.help());
          json.writeEndObject();
        });
  }

  @Override
  public void stored(Stored stored, Doing doing) {
    JsonLines.object(
        out,
        json -> {
          text(json, "key", stored.key());
          integrity(json, Optional.of(stored.integrity()));
          json.writeStringProperty("layout", stored.layout());
          doing(json, doing);
        });
  }

  @Override
  public void written(Written written) {
    JsonLines.object(
        out,
        json -> {
          text(json, "key", written.key());
          integrity(json, Optional.of(written.integrity()));
          text(json, "range", written.range().map(ByteRange::toString));
          json.writeNumberProperty("bytes", written.bytes());
          text(json, "output", written.output().toString());
        });
  }

  @Override
  public void entry(IndexEntry entry, OptionalLong size) {
    JsonLines.object(
        out,
        json -> {
          members(json, entry, size);
          entry.rawMetadata().ifPresent(raw -> rawMetadata(json, raw));
        });
  }

  private static void members(JsonGenerator json, IndexEntry entry, OptionalLong size) {
    text(json, "key", entry.key());
    integrity(json, entry.integrity());
    if (size.isPresent()) {
      json.writeNumberProperty("size", size.getAsLong());
    } else {
      json.writeNullProperty("size");
    }
    json.writeStringProperty("time", Instant.ofEpochMilli(entry.time()).toString());
    json.writeName("metadata");
    json.writeRawValue(entry.metadata().orElse("null"));
  }

  private static void rawMetadata(JsonGenerator json, RawMetadata raw) {
    json.writeArrayPropertyStart("raw_metadata");
    for (byte value : raw.bytes()) {
      json.writeNumber(Byte.toUnsignedInt(value));
    }
    json.writeEndArray();
  }

  @Override
  public void endOfEntries() {
    out.flush();
  }

  @Override
  public void removed(Removed removed, Doing doing) {
    JsonLines.object(
        out,
        json -> {
          text(json, "key", removed.entry().key());
          integrity(json, removed.entry().integrity());
          json.writeStringProperty("content", word(removed.content()));
          doing(json, doing);
        });
  }

  private static void doing(JsonGenerator json, Doing doing) {
    json.writeBooleanProperty("dry_run", doing == Doing.DRY_RUN);
  }

  /// By the names that npm's `verify` has.
  @Override
  public void verified(Path directory, VerificationReport report) {
    JsonLines.object(
        out,
        json -> {
          json.writeBooleanProperty("sound", report.isSound());
          json.writeStringProperty("startTime", report.startTime().toString());
          json.writeStringProperty("endTime", report.endTime().toString());
          json.writeObjectPropertyStart("runTime");
          report.runTime().forEach((step, time) -> json.writeNumberProperty(step, time.toMillis()));
          json.writeEndObject();
          json.writeNumberProperty("verifiedContent", report.verifiedContent());
          json.writeNumberProperty("reclaimedCount", report.reclaimedCount());
          json.writeNumberProperty("reclaimedSize", report.reclaimedSize());
          json.writeNumberProperty("badContentCount", report.badContentCount());
          json.writeNumberProperty("keptSize", report.keptSize());
          json.writeNumberProperty("missingContent", report.missingContent());
          json.writeNumberProperty("rejectedEntries", report.rejectedEntries());
          json.writeNumberProperty("totalEntries", report.totalEntries());
          json.writeArrayPropertyStart("findings");
          report.findings().forEach(finding -> finding(json, finding));
          json.writeEndArray();
        });
  }

  private static void finding(JsonGenerator json, Finding finding) {
    json.writeStartObject();
    switch (finding) {
      case Finding.CorruptContent found -> {
        kind(json, "corrupt", found.file());
        json.writeStringProperty("digest", found.hash().toString());
        json.writeNumberProperty("size", found.size());
      }
      case Finding.UnreadableContent found -> {
        kind(json, "unreadable", found.file());
        json.writeStringProperty("digest", found.hash().toString());
        text(json, "reason", found.reason());
      }
      case Finding.UnreferencedContent found -> {
        kind(json, "unreferenced", found.file());
        json.writeStringProperty("digest", found.hash().toString());
        json.writeNumberProperty("size", found.size());
      }
      case Finding.MissingContent found -> {
        json.writeStringProperty("kind", "missing");
        members(json, found.entry(), found.entry().size());
      }
      case Finding.DamagedLines found -> {
        kind(json, "damaged", found.bucket());
        json.writeNumberProperty("pieces", found.pieces());
      }
      case Finding.ForeignFile found -> kind(json, "foreign", found.file());
    }
    json.writeEndObject();
  }

  private static void kind(JsonGenerator json, String kind, Path path) {
    json.writeStringProperty("kind", kind);
    text(json, "path", path.toString());
  }

  @Override
  public void info(CacheInfo info) {
    JsonLines.object(
        out,
        json -> {
          text(json, "directory", info.directory().toString());
          text(json, "layout", info.layout().map(CacheDirectory::word));
          json.writeNumberProperty("entries", info.entries());
          amount(json, "content", info.allContent());
          json.writeObjectPropertyStart("algorithms");
          info.content().forEach((algorithm, amount) -> amount(json, algorithm.word(), amount));
          json.writeEndObject();
          text(json, "last_verified", info.lastVerified().map(Instant::toString));
          amount(json, "temporary", info.temporary());
          amount(json, "quarantine", info.quarantined());
          text(json, "owner", info.owner().map(Owner::name));
        });
  }

  private static void amount(JsonGenerator json, String name, Amount amount) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("files", amount.files());
    json.writeNumberProperty("bytes", amount.bytes());
    json.writeEndObject();
  }

  private static void integrity(JsonGenerator json, Optional<Integrity> integrity) {
    text(json, "integrity", integrity.map(Integrity::toString));
  }

  private static void text(JsonGenerator json, String name, Optional<String> text) {
    if (text.isPresent()) {
      text(json, name, text.get());
    } else {
      json.writeNullProperty(name);
    }
  }

  /// A key of npm's may have half a surrogate pair, which no UTF-8 can say: it is escaped.
  private static void text(JsonGenerator json, String name, String text) {
    if (text.codePoints().noneMatch(CasJson::isHalf)) {
      json.writeStringProperty(name, text);
      return;
    }
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(quoted, c));
    json.writeName(name);
    json.writeRawValue(quoted.append('"').toString());
  }

  private static boolean isHalf(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  private static void append(StringBuilder quoted, int codePoint) {
    if (codePoint < ' ' || codePoint == '"' || codePoint == '\\' || isHalf(codePoint)) {
      quoted.append("\\u").append(HexFormat.of().toHexDigits((char) codePoint));
    } else {
      quoted.appendCodePoint(codePoint);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
