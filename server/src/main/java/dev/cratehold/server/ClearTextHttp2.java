package dev.cratehold.server;

/// Whether HTTP/2 is spoken without TLS, by upgrade or with prior knowledge. Over TLS it is always
/// offered.
public enum ClearTextHttp2 {
  /// Accepted: one connection carries all of a cargo's requests.
  OFFERED,
  /// An upgrade is ignored, and so answered on HTTP/1.1; prior knowledge is refused.
  OFF
}
