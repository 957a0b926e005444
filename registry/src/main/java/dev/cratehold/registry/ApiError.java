package dev.cratehold.registry;

/// What a registry's web API answers when it refuses (the Cargo book, "Web API"): cargo prints the
/// detail to its user.
///
/// @param detail a sentence without a capital letter at its start or a full stop at its end
public record ApiError(String detail) {
  /// `{"errors":[{"detail":"…"}]}` in UTF-8.
  public byte[] toJson() {
    return ApiJson.object(json -> {
      json.writeArrayPropertyStart("errors");
      json.writeStartObject();
      json.writeStringProperty("detail", detail);
      json.writeEndObject();
      json.writeEndArray();
    });
  }
}
