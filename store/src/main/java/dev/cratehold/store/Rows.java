package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;

/// How values stand in the columns of the database.
final class Rows {
  private Rows() {}

  static byte[] bytes(Checksum checksum) {
    return HexFormat.of().parseHex(checksum.hex());
  }

  static Checksum checksum(byte[] bytes) {
    return new Checksum(HexFormat.of().formatHex(bytes));
  }

  static Instant instant(long millis) {
    return Instant.ofEpochMilli(millis);
  }

  /// The crate in the first four columns: registry, name, version, checksum.
  static CrateId crateId(ResultSet row) throws SQLException {
    return new CrateId(
        row.getString(1),
        new CrateName(row.getString(2)),
        new CrateVersion(row.getString(3)),
        checksum(row.getBytes(4)));
  }
}
