package dev.cratehold.registry;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes what a web API answers.
final class ApiJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String UNKNOWN_VERSION = "0.0.0";

  private ApiJson() {}

  /// One object in UTF-8.
  static byte[] object(Consumer<JsonGenerator> members) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// A crate as crates.io describes it, as far as its index file tells.
  static void crate(JsonGenerator json, IndexFile file) {
    json.writeStartObject();
    json.writeStringProperty("id", file.name().value());
    json.writeStringProperty("name", file.name().value());
    json.writeNullProperty("description");
    json.writeStringProperty(
        "max_version", file.maxVersion().map(CrateVersion::value).orElse(UNKNOWN_VERSION));
    nullable(json, "max_stable_version", file.maxStableVersion());
    json.writeEndObject();
  }

  private static void nullable(JsonGenerator json, String member, Optional<CrateVersion> version) {
    if (version.isPresent()) {
      json.writeStringProperty(member, version.get().value());
    } else {
      json.writeNullProperty(member);
    }
  }

  /// A version as crates.io describes it, as far as its index line tells.
  static void version(JsonGenerator json, CrateName crate, IndexEntry entry) {
    json.writeStartObject();
    json.writeStringProperty("crate", crate.value());
    json.writeStringProperty("num", entry.version().value());
    json.writeStringProperty("checksum", entry.checksum().hex());
    json.writeBooleanProperty("yanked", entry.yanked());
    json.writeEndObject();
  }
}
