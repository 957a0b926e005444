package dev.cratehold.registry;

import java.util.Comparator;

/// What the web API of crates.io answers about one crate, as far as the crate's index file tells.
public record ApiCrate(IndexFile file) {
  private static final Comparator<IndexEntry> NEWEST_FIRST =
      Comparator.comparing(IndexEntry::version, CrateVersion.PRECEDENCE).reversed();

  /// `{"crate":{…},"versions":[…]}` in UTF-8, the highest version first.
  public byte[] toJson() {
    return ApiJson.object(json -> {
      json.writeName("crate");
      ApiJson.crate(json, file);
      json.writeArrayPropertyStart("versions");
      file.entries().stream()
          .sorted(NEWEST_FIRST)
          .forEach(entry -> ApiJson.version(json, file.name(), entry));
      json.writeEndArray();
    });
  }
}
