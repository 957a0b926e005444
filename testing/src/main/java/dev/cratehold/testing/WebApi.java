package dev.cratehold.testing;

import io.vertx.core.buffer.Buffer;
import java.io.StringWriter;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The look-ups of a registry's web API, in the shapes of crates.io as far as clients read them.
final class WebApi {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String ROOT = "/api/v1/crates";
  private static final Pattern CRATE = Pattern.compile(ROOT + "/([^/]+)(?:/([^/]+))?");

  private final RegistryContent content;

  WebApi(RegistryContent content) {
    this.content = content;
  }

  /// The answer, or empty if this is no look-up.
  ///
  /// @param pathAndQuery as it was asked for
  Optional<Answer> answer(String pathAndQuery) {
    String path = pathAndQuery.replaceFirst("\\?.*", "");
    if (path.equals(ROOT)) {
      return Optional.of(search(parameters(pathAndQuery)));
    }
    Matcher crate = CRATE.matcher(path);
    if (!crate.matches()) {
      return Optional.empty();
    }
    List<TestCrate> versions = content.versions(crate.group(1));
    return Optional.of(
        versions.isEmpty()
            ? notFound("crate `" + crate.group(1) + "` does not exist")
            : about(versions, Optional.ofNullable(crate.group(2))));
  }

  private static Map<String, String> parameters(String pathAndQuery) {
    String query = Optional.ofNullable(URI.create(pathAndQuery).getQuery()).orElse("");
    return Arrays.stream(query.split("&"))
        .map(parameter -> parameter.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[pair.length - 1], (a, b) -> b));
  }

  private Answer search(Map<String, String> parameters) {
    String text = parameters.getOrDefault("q", "");
    int perPage = Integer.parseInt(parameters.getOrDefault("per_page", "10"));
    int page = Integer.parseInt(parameters.getOrDefault("page", "1"));
    List<List<TestCrate>> hits =
        content.everything().stream()
            .filter(versions -> versions.getLast().name().value().contains(text))
            .toList();
    return json(out -> {
      out.writeArrayPropertyStart("crates");
      hits.stream()
          .skip((page - 1L) * perPage)
          .limit(perPage)
          .forEach(versions -> writeCrate(out, versions));
      out.writeEndArray();
      out.writeObjectPropertyStart("meta");
      out.writeNumberProperty("total", hits.size());
      out.writeEndObject();
    });
  }

  private Answer about(List<TestCrate> versions, Optional<String> detail) {
    if (detail.isEmpty()) {
      return json(out -> {
        out.writeName("crate");
        writeCrate(out, versions);
        out.writeArrayPropertyStart("versions");
        versions.reversed().forEach(version -> writeVersion(out, version));
        out.writeEndArray();
      });
    }
    if (detail.get().equals("owners")) {
      return json(WebApi::writeOwners);
    }
    String wanted = detail.get().replace("%2B", "+");
    return versions.stream()
        .filter(version -> version.version().value().equals(wanted))
        .findFirst()
        .map(version ->
            json(out -> {
              out.writeName("version");
              writeVersion(out, version);
            }))
        .orElseGet(() -> notFound("there is no version `" + wanted + "`"));
  }

  private static Answer json(Consumer<JsonGenerator> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      out.writeStartObject();
      members.accept(out);
      out.writeEndObject();
    }
    return Answer.ok("application/json; charset=utf-8", Buffer.buffer(text.toString()));
  }

  private static Answer notFound(String detail) {
    Answer body =
        json(out -> {
          out.writeArrayPropertyStart("errors");
          out.writeStartObject();
          out.writeStringProperty("detail", detail);
          out.writeEndObject();
          out.writeEndArray();
        });
    return new Answer(404, body.headers(), body.body());
  }

  /// The last version published counts as the newest.
  private static void writeCrate(JsonGenerator out, List<TestCrate> versions) {
    TestCrate newest = versions.getLast();
    out.writeStartObject();
    out.writeStringProperty("id", newest.name().value());
    out.writeStringProperty("name", newest.name().value());
    out.writeStringProperty("max_version", newest.version().value());
    out.writeStringProperty("description", "About " + newest.name());
    out.writeEndObject();
  }

  private static void writeVersion(JsonGenerator out, TestCrate version) {
    out.writeStartObject();
    out.writeStringProperty("crate", version.name().value());
    out.writeStringProperty("num", version.version().value());
    out.writeStringProperty("checksum", version.checksum().hex());
    out.writeEndObject();
  }

  private static void writeOwners(JsonGenerator out) {
    out.writeArrayPropertyStart("users");
    out.writeStartObject();
    out.writeNumberProperty("id", 1);
    out.writeStringProperty("login", "owner");
    out.writeStringProperty("name", "An Owner");
    out.writeEndObject();
    out.writeEndArray();
  }
}
