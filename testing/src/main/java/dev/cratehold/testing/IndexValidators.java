package dev.cratehold.testing;

/// Which validators a [FakeRegistry] gives with files.
public enum IndexValidators {
  /// `ETag: "…"`
  ETAG,
  /// `ETag: W/"…"`
  WEAK_ETAG,
  /// `Last-Modified`
  LAST_MODIFIED,
  /// `ETag` and `Last-Modified`
  BOTH,
  /// Neither: every answer is 200 with the whole file.
  NONE;

  /// The ETag that stands for a version of a body.
  String tag(String version) {
    return (this == WEAK_ETAG ? "W/\"" : "\"") + version + "\"";
  }

  boolean hasEtag() {
    return this == ETAG || this == WEAK_ETAG || this == BOTH;
  }

  boolean hasLastModified() {
    return this == LAST_MODIFIED || this == BOTH;
  }
}
