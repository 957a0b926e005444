package dev.cratehold.cas;

import dev.cratehold.cas.index.Index;
import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.cas.integrity.HashAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whose index a cache has: that of cacache-rs, that of npm's cacache, or both. The content is the
/// same for all. The programs do not see each other's keys, and npm's `verify` deletes all content
/// that no line of npm's stands for.
public enum Layout {
  /// Reads and writes what cacache-rs does.
  RUST(HashAlgorithm.SHA256, LineFormat.RUST),
  /// Reads and writes what npm's cacache does.
  NPM(HashAlgorithm.SHA512, LineFormat.NPM),
  /// Reads what both wrote, and writes nothing: the later line of a key counts.
  READ_BOTH(HashAlgorithm.SHA256, LineFormat.NPM, LineFormat.RUST),
  /// Reads what both wrote, and writes each line twice, so that both read it and npm's `verify`
  /// keeps its content. What either cannot read is refused.
  DUAL(HashAlgorithm.SHA256, LineFormat.NPM, LineFormat.RUST);

  private final HashAlgorithm algorithm;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<LineFormat> formats;

  Layout(HashAlgorithm algorithm, LineFormat... formats) {
    this.algorithm = algorithm;
    this.formats = List.of(formats);
  }

  /// The layout that the lines in a directory show; empty if there are none. [#DUAL] for one that
  /// has lines of both.
  public static Optional<Layout> detect(Path root) throws IOException {
    Set<LineFormat> found = Index.formats(root);
    if (found.size() == 2) {
      return Optional.of(DUAL);
    }
    return found.stream().findFirst().map(format -> format == LineFormat.RUST ? RUST : NPM);
  }

  /// The forms of its lines, in the order in which they are written: npm's protects the content
  /// from npm's `verify`.
  List<LineFormat> formats() {
    return formats;
  }

  /// What content is hashed with unless its writer says otherwise: as the programs do.
  Set<HashAlgorithm> defaultAlgorithms() {
    return Set.of(algorithm);
  }

  /// Whether npm's programs use the directory.
  boolean isForNpm() {
    return formats.contains(LineFormat.NPM);
  }
}
