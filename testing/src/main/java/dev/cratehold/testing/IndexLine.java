package dev.cratehold.testing;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A line of the index in the order of members that crates.io uses.
final class IndexLine {
  private static final JsonFactory JSON = new JsonFactory();

  private IndexLine() {}

  static String of(CrateBuilder crate, String checksum) {
    Map<String, List<String>> features = new TreeMap<>();
    Map<String, List<String>> features2 = new TreeMap<>();
    crate.features().forEach((k, v) -> (isOfVersion2(v) ? features2 : features).put(k, v));
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("name", crate.name().value());
      json.writeStringProperty("vers", crate.version().value());
      json.writeArrayPropertyStart("deps");
      crate.dependencies().forEach(dependency -> write(json, dependency));
      json.writeEndArray();
      json.writeStringProperty("cksum", checksum);
      write(json, "features", features);
      json.writeBooleanProperty("yanked", crate.isYanked());
      writeRest(json, crate, features2);
      json.writeEndObject();
    }
    return out.toString();
  }

  private static boolean isOfVersion2(List<String> enables) {
    return enables.stream().anyMatch(e -> e.startsWith("dep:") || e.contains("?/"));
  }

  private static void writeRest(
      JsonGenerator json, CrateBuilder crate, Map<String, List<String>> features2) {
    crate.links().ifPresent(links -> json.writeStringProperty("links", links));
    crate.rustVersion().ifPresent(least -> json.writeStringProperty("rust_version", least));
    crate.publishedAt().ifPresent(time -> json.writeStringProperty("pubtime", time));
    if (!features2.isEmpty()) {
      write(json, "features2", features2);
    }
    int v = crate.indexVersion().orElse(features2.isEmpty() ? 1 : 2);
    if (v != 1 || crate.indexVersion().isPresent()) {
      json.writeNumberProperty("v", v);
    }
  }

  private static void write(JsonGenerator json, CrateDependency dependency) {
    json.writeStartObject();
    json.writeStringProperty("name", dependency.localName());
    json.writeStringProperty("req", dependency.requirement());
    json.writeArrayPropertyStart("features");
    dependency.features().forEach(json::writeString);
    json.writeEndArray();
    json.writeBooleanProperty("optional", dependency.optional());
    json.writeBooleanProperty("default_features", dependency.defaultFeatures());
    dependency
        .target()
        .ifPresentOrElse(
            cfg -> json.writeStringProperty("target", cfg), () -> json.writeNullProperty("target"));
    json.writeStringProperty("kind", dependency.kind());
    dependency.alias().ifPresent(alias -> json.writeStringProperty("package", dependency.name()));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String member, Map<String, List<String>> features) {
    json.writeObjectPropertyStart(member);
    features.forEach((feature, enables) -> {
      json.writeArrayPropertyStart(feature);
      enables.forEach(json::writeString);
      json.writeEndArray();
    });
    json.writeEndObject();
  }
}
