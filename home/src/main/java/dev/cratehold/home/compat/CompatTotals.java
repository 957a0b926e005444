package dev.cratehold.home.compat;

import dev.cratehold.home.CargoSize;

/// What goes or went, as cargo counts it.
///
/// @param files everything that is no directory
/// @param directories those within what goes, and those that go
/// @param bytes the lengths of the files, of symbolic links too; files with several links count
///   with each
public record CompatTotals(long files, long directories, long bytes) {
  /// Nothing at all.
  public static final CompatTotals NOTHING = new CompatTotals(0, 0, 0);

  /// Both together.
  public CompatTotals plus(CompatTotals other) {
    return new CompatTotals(
        files + other.files, directories + other.directories, bytes + other.bytes);
  }

  /// In cargo's words: `12 files, 3.0KiB total`.
  public String text() {
    return bytes == 0 ? count() : count() + ", " + CargoSize.text(bytes) + " total";
  }

  /// Directories are only counted where nothing else went.
  private String count() {
    if (files == 0 && directories > 0) {
      return directories == 1 ? "1 directory" : directories + " directories";
    }
    return files == 1 ? "1 file" : files + " files";
  }
}
