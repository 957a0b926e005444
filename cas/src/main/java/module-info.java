/// Content-addressable storage on disk.
///
/// Start at [dev.cratehold.cas.ContentStore] for files named after their bytes, at
/// [dev.cratehold.cas.index.LineFormat] for cacache's index.
module dev.cratehold.cas {
  requires static org.jspecify;
  requires tools.jackson.core;

  exports dev.cratehold.cas;
  exports dev.cratehold.cas.index;
  exports dev.cratehold.cas.integrity;
}
