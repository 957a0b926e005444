package dev.cratehold.cas;

/// What went wrong, by a name that stays the same in all versions.
public enum CacheError {
  /// There is no entry with this key, or it was removed.
  ENTRY_NOT_FOUND,
  /// There is no content with this digest.
  CONTENT_NOT_FOUND,
  /// Content is not what its digest, or its user, says.
  INTEGRITY_MISMATCH,
  /// Content has another size than its user says.
  SIZE_MISMATCH,
  /// The layout cannot hold this, or one of the programs that read it would destroy it.
  LAYOUT_REFUSED,
  /// An entry cannot be written in this layout, or not such that it could be read again: its
  /// metadata is not JSON, for instance.
  ENTRY_REFUSED,
  /// Somebody else knows what is in use in this directory: nothing is deleted there.
  OWNED_ELSEWHERE,
  /// The file system cannot do that: a hard link to another one, a reflink.
  UNSUPPORTED
}
