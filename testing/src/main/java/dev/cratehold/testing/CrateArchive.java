package dev.cratehold.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// The format of a `.crate` file: a gzipped tar whose entries all lie below `{name}-{version}/`.
/// The same files give the same bytes: order, times, owners and modes are fixed.
final class CrateArchive {
  /// The modification time that cargo gives every file it packs: 2006-07-24T01:21:28Z, in ms.
  private static final long MODIFIED = 1_153_704_088_000L;

  private CrateArchive() {}

  /// @param root the directory that holds all, without a slash
  /// @param files the content of each file by its path below `root`
  static byte[] pack(String root, SortedMap<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (var file : files.entrySet()) {
        add(tar, root + "/" + file.getKey(), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("packing " + root + " in memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String path, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(content.length);
    entry.setMode(0_644);
    entry.setModTime(MODIFIED);
    entry.setIds(0, 0);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
