/// A content-addressable cache on disk that can be shared with cacache-rs or npm's cacache.
///
/// Start at [dev.cratehold.cas.Cache].
module dev.cratehold.cas {
  requires static org.jspecify;
  requires com.dynatrace.hash4j;
  requires dev.cratehold.posix;
  requires transitive java.net.http;
  requires tools.jackson.core;

  exports dev.cratehold.cas;
  exports dev.cratehold.cas.content;
  exports dev.cratehold.cas.index;
  exports dev.cratehold.cas.integrity;
}
