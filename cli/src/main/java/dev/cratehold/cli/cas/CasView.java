package dev.cratehold.cli.cas;

import dev.cratehold.cas.VerificationReport;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.Integrity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// How the commands on a cache show what they did and found.
sealed interface CasView permits CasText, CasJson {
  /// Whether something was done, or only would be.
  enum Doing {
    DONE,
    DRY_RUN;

    static Doing of(boolean isDryRun) {
      return isDryRun ? DRY_RUN : DONE;
    }
  }

  /// What was stored.
  ///
  /// @param layout its name on the command line
  record Stored(Path directory, String key, Integrity integrity, String layout) {}

  /// What was written to a file.
  ///
  /// @param key empty if it was asked for by digest
  record Written(
      Optional<String> key,
      Integrity integrity,
      Optional<ByteRange> range,
      long bytes,
      Path output) {}

  /// What became of the content of a key that was removed.
  enum ContentFate {
    /// Nobody asked for more.
    KEPT,
    /// Another key stands for it.
    SHARED,
    REMOVED,
    /// It was not there before.
    MISSING
  }

  /// What was removed.
  record Removed(IndexEntry entry, ContentFate content) {}

  /// Shows what was stored.
  void stored(Stored stored, Doing doing);

  /// Shows what was written to a file.
  void written(Written written);

  /// Shows one entry.
  ///
  /// @param size of the content, where the entry or the file says it
  void entry(IndexEntry entry, OptionalLong size);

  /// Ends a list of entries.
  void endOfEntries();

  /// Shows what was removed.
  void removed(Removed removed, Doing doing);

  /// Shows what going through a cache found.
  void verified(Path directory, VerificationReport report);

  /// Shows the sums.
  void info(CacheInfo info);
}
