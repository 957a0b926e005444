package dev.cratehold.mirror.sync;

import dev.cratehold.registry.CrateName;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// The dump of crates.io's database: a compressed archive of tables, of which the names in
/// `DATE/data/crates.csv` matter here. It is read as a stream.
final class DatabaseDump {
  private static final String TABLE = "/data/crates.csv";
  private static final String COLUMN = "name";

  private DatabaseDump() {}

  static void forEachName(Path file, Names.Visitor visitor) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GZIPInputStream(bytes, 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && entry.getName().endsWith(TABLE)) {
          read(file, tar, visitor);
          return;
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "cannot read %s as a dump of crates.io's database: %s".formatted(file, e.getMessage()),
          e);
    }
    throw new IOException(
        "%s is no dump of crates.io's database: it has no */data/crates.csv".formatted(file));
  }

  private static void read(Path file, InputStream table, Names.Visitor visitor) throws IOException {
    CsvReader rows =
        new CsvReader(
            new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8), 1 << 16));
    int column = rows.next().orElse(List.of()).indexOf(COLUMN);
    if (column < 0) {
      throw new IOException(file + TABLE + " has no column " + COLUMN);
    }
    for (Optional<List<String>> row = rows.next(); row.isPresent(); row = rows.next()) {
      String text = column < row.get().size() ? row.get().get(column) : "";
      visitor.visit(
          CrateName.parse(text)
              .orElseThrow(() -> new IOException("its table of crates has no name in a row")));
    }
  }
}
