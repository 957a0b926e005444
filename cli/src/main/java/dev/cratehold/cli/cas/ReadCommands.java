package dev.cratehold.cli.cas;

import dev.cratehold.cas.Cache;
import dev.cratehold.cas.VerificationReport;
import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// `cratehold cas ls`, `verify` and `info`: those that go through all of a cache and change
/// nothing.
record ReadCommands(Terminal terminal, CasView view) {
  ExitCode ls(CacheDirectory directory) throws IOException, CasException {
    Cache cache = directory.toRead();
    try (Stream<IndexEntry> entries = cache.entries()) {
      entries.takeWhile(_ -> terminal.hasReader()).forEach(entry -> show(cache, entry));
    }
    view.endOfEntries();
    return ExitCode.DONE;
  }

  /// cacache-rs writes 0 where it does not know the size.
  private void show(Cache cache, IndexEntry entry) {
    try {
      boolean isKnown = entry.size().orElse(0) > 0;
      OptionalLong size =
          isKnown ? entry.size() : cache.blob(entry.integrity().orElseThrow()).size();
      view.entry(entry, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ExitCode verify(CacheDirectory directory) throws IOException, CasException {
    Cache cache = directory.toRead();
    VerificationReport report = cache.verify(files -> terminal.progress("Verifying", files, 0));
    terminal.endProgress();
    view.verified(directory.path(), report);
    return report.isSound() ? ExitCode.DONE : ExitCode.FAILED;
  }

  ExitCode info(CacheDirectory directory) throws IOException, CasException {
    Cache cache = directory.toRead();
    view.info(CacheInfo.of(directory.path(), cache));
    return ExitCode.DONE;
  }
}
