package dev.cratehold.testing;

/// Which validators a [FakeRegistry] gives with index files.
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

  boolean hasEtag() {
    return this == ETAG || this == WEAK_ETAG || this == BOTH;
  }

  boolean hasLastModified() {
    return this == LAST_MODIFIED || this == BOTH;
  }
}
