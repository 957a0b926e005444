package dev.cratehold.registry;

import java.util.List;

/// What a registry's web API answers to a search (the Cargo book, "Web API").
///
/// @param crates those that were asked for of all that match, best first
/// @param total how many match
public record ApiCrates(List<IndexFile> crates, long total) {
  public ApiCrates {
    crates = List.copyOf(crates);
  }

  /// `{"crates":[…],"meta":{"total":…}}` in UTF-8. Index files hold no descriptions.
  public byte[] toJson() {
    return ApiJson.object(json -> {
      json.writeArrayPropertyStart("crates");
      crates.forEach(file -> ApiJson.crate(json, file));
      json.writeEndArray();
      json.writeObjectPropertyStart("meta");
      json.writeNumberProperty("total", total);
      json.writeEndObject();
    });
  }
}
