package dev.cratehold.cas;

import dev.cratehold.cas.integrity.Integrity;
import java.nio.file.Path;
import java.util.Optional;

/// The errors of content that is not what it must be.
final class Mismatches {
  private Mismatches() {}

  static MismatchException size(
      long expected, long actual, Optional<Path> file, Optional<String> key) {
    Failure failure =
        Failure.of(
                CacheError.SIZE_MISMATCH,
                "the content has another size than it must have",
                "check where the content or the size comes from")
            .of(key)
            .expected(expected + " bytes", actual + " bytes");
    return new MismatchException(file.map(failure::at).orElse(failure));
  }

  static MismatchException stored(
      Integrity expected, String found, Path file, Optional<String> key) {
    return new MismatchException(
        Failure.of(
                CacheError.INTEGRITY_MISMATCH,
                "stored content is corrupt",
                "store it again, which heals it")
            .at(file)
            .of(key)
            .expected(expected, found));
  }

  static MismatchException unexpected(Integrity expected, Integrity actual, Optional<String> key) {
    return new MismatchException(
        Failure.of(
                CacheError.INTEGRITY_MISMATCH,
                "the content is not the one that is expected",
                "check where the content or its integrity comes from")
            .of(key)
            .expected(expected, actual));
  }
}
