package dev.cratehold.registry;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What a registry's web API answers when it refuses (the Cargo book, "Web API"): cargo prints the
/// detail to its user.
///
/// @param detail a sentence without a capital letter at its start or a full stop at its end
public record ApiError(String detail) {
  private static final JsonFactory JSON = new JsonFactory();

  /// `{"errors":[{"detail":"…"}]}` in UTF-8.
  public byte[] toJson() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("errors");
      json.writeStartObject();
      json.writeStringProperty("detail", detail);
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }
}
