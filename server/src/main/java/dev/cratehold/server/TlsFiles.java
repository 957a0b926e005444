package dev.cratehold.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The PEM files of a server's TLS. They are read again when they change.
///
/// @param certificate the server's certificate, then those that lead to its authority
/// @param key the certificate's private key, not encrypted: PKCS #8, or PKCS #1 for RSA
public record TlsFiles(Path certificate, Path key) {
  /// Reads both, and says what clients will hold against the certificate at this time, if anything.
  ///
  /// @throws IOException with a sentence if one cannot be read, or the two are no pair
  public Optional<String> check(Instant now) throws IOException {
    return TlsPair.read(this).objection(now);
  }
}
