package dev.cratehold.testing;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;

/// One published version of a crate: a real `.crate` file and the line that the index has for it.
/// Immutable.
public final class TestCrate {
  private final CrateName name;
  private final CrateVersion version;
  private final byte[] file;
  private final Checksum checksum;
  private final String indexLine;

  TestCrate(CrateName name, CrateVersion version, byte[] file, String indexLine) {
    this.name = name;
    this.version = version;
    this.file = file;
    this.checksum = Hashes.sha256(file);
    this.indexLine = indexLine;
  }

  public CrateName name() {
    return name;
  }

  public CrateVersion version() {
    return version;
  }

  /// The bytes of the `.crate` file, as a copy of its own.
  public byte[] file() {
    return file.clone();
  }

  /// The same bytes, shared: for reading only.
  byte[] sharedFile() {
    return file;
  }

  /// How many bytes the `.crate` file has.
  public int size() {
    return file.length;
  }

  /// The SHA-256 of the `.crate` file.
  public Checksum checksum() {
    return checksum;
  }

  /// The line of the index, without a line end.
  public String indexLine() {
    return indexLine;
  }

  /// The same crate with another line in the index.
  public TestCrate withIndexLine(String line) {
    return new TestCrate(name, version, file, line);
  }

  /// The same crate with `"yanked":true` in its line.
  TestCrate yanked() {
    return withIndexLine(replaceOnce("\"yanked\":false", "\"yanked\":true"));
  }

  /// The same crate with `"yanked":false` in its line.
  TestCrate unyanked() {
    return withIndexLine(replaceOnce("\"yanked\":true", "\"yanked\":false"));
  }

  private String replaceOnce(String from, String to) {
    if (!indexLine.contains(from)) {
      throw new IllegalStateException("the index line of %s has no %s".formatted(this, from));
    }
    return indexLine.replace(from, to);
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
