package dev.cratehold.store;

import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.retention.Detached;
import dev.cratehold.store.StoredFile.Listing;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// The listed crate versions in the store's database.
final class SqliteHoldings implements Holdings {
  private static final int PAGE = 500;

  /// How many arrivals are remembered.
  private static final int MOST_ARRIVALS = 100;

  /// The schema since which arrivals are remembered.
  private static final int ARRIVALS_SCHEMA = 3;

  private static final String COLUMNS =
      "SELECT registry, name, version, checksum, size, stored_at, last_use, uses, bytes_served"
          + " FROM crate";
  private static final String THIS =
      " WHERE registry = ? AND name = ? AND version = ? AND checksum = ?";
  private static final String FIND = COLUMNS + THIS;
  private static final String SIZE = "SELECT size FROM crate" + THIS;
  private static final String AFTER =
      COLUMNS
          + " WHERE (registry, name, version, checksum) > (?, ?, ?, ?)"
          + " ORDER BY registry, name, version, checksum LIMIT ?";
  private static final String SHARD =
      COLUMNS + " WHERE checksum >= ? AND checksum < ? ORDER BY checksum";
  private static final String COUNT =
      """
      SELECT coalesce(sum(crates), 0), coalesce(sum(size), 0)
      FROM (
        SELECT count(*) AS crates, size FROM crate
        WHERE checksum >= ? AND checksum < ? GROUP BY checksum, size)\
      """;
  private static final String ADD =
      """
      INSERT INTO crate (registry, name, version, checksum, size, stored_at, last_use)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        size = excluded.size, stored_at = excluded.stored_at,
        last_use = max(last_use, excluded.last_use)\
      """;
  private static final String REMOVE = "DELETE FROM crate" + THIS;
  private static final String HAS_FILE = "SELECT 1 FROM crate WHERE checksum = ?";
  private static final String ARRIVED =
      "INSERT INTO arrival (registry, name, version, checksum) VALUES (?, ?, ?, ?)";
  private static final String PRUNE_ARRIVALS =
      "DELETE FROM arrival WHERE number <= (SELECT max(number) FROM arrival) - ?";
  private static final String LATEST =
      """
      SELECT c.registry, c.name, c.version, c.checksum, c.size, c.stored_at, c.last_use, c.uses,
        c.bytes_served
      FROM arrival AS a CROSS JOIN crate AS c
      ON c.registry = a.registry AND c.name = a.name AND c.version = a.version
        AND c.checksum = a.checksum
      ORDER BY a.number DESC\
      """;
  private static final String FORGET = "DELETE FROM crate WHERE checksum = ?";
  private static final String TOTALS =
      """
      SELECT
        (SELECT count(*) FROM crate),
        (SELECT coalesce(sum(size), 0) FROM (SELECT DISTINCT checksum, size FROM crate)),
        (SELECT count(*) FROM index_file),
        (SELECT coalesce(sum(length(gzip)), 0) FROM index_file),
        (SELECT count(*) FROM retired),
        (SELECT coalesce(sum(uses), 0) FROM crate),
        (SELECT coalesce(sum(bytes_served), 0) FROM crate)\
      """;

  private static final String BY_LAST_USE =
      """
      SELECT checksum, size, last_use FROM crate
      WHERE (last_use, checksum) > (?, ?) ORDER BY last_use, checksum LIMIT ?\
      """;

  /// Of the rows of a file the one that was used last.
  private static final String SHARED_BY_LAST_USE =
      """
      SELECT checksum, size, last_use FROM crate AS this
      WHERE (last_use, checksum) > (?, ?) AND NOT EXISTS (
        SELECT 1 FROM crate AS other WHERE other.checksum = this.checksum
        AND (other.last_use, other.registry, other.name, other.version)
          > (this.last_use, this.registry, this.name, this.version))
      ORDER BY last_use, checksum LIMIT ?\
      """;

  private static final String ANY_SHARED =
      "SELECT 1 FROM crate GROUP BY checksum HAVING count(*) > 1 LIMIT 1";
  private static final String CHECKSUMS =
      "SELECT DISTINCT checksum FROM crate WHERE checksum >= ? AND checksum < ?";
  private static final String OF_CRATE =
      COLUMNS + " WHERE registry = ? AND name = ? ORDER BY version, checksum";
  private static final String OF_FILE = COLUMNS + " WHERE checksum = ?";

  // An index has all columns of each of these.
  private static final String CRATES_OF_FILE =
      "SELECT registry, name, version, checksum FROM crate WHERE checksum = ?";
  private static final String CRATES_FROM_LAST_USE =
      """
      SELECT registry, name, version, checksum FROM crate
      WHERE (last_use, checksum) >= (?, ?) ORDER BY last_use, checksum LIMIT ?\
      """;

  private static final String IS_PINNED =
      """
      SELECT 1 FROM crate JOIN pin USING (registry, name)
      WHERE crate.checksum = ? AND pin.version IN ('', crate.version)\
      """;

  private final Database database;

  SqliteHoldings(Database database) {
    this.database = database;
  }

  /// A crate version whose bytes are on the disk, to be listed.
  record Addition(CrateId crate, long size, Instant storedAt) {}

  @Override
  public boolean contains(CrateId crate) throws IOException {
    return size(crate).isPresent();
  }

  /// The size that the crate's file must have, or empty if it is not listed.
  OptionalLong size(CrateId crate) throws IOException {
    return database
        .read(statements -> statements.row(SIZE, row -> row.getLong(1), key(crate)))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  @Override
  public Optional<HeldCrate> find(CrateId crate) throws IOException {
    return database.read(statements -> statements.row(FIND, SqliteHoldings::held, key(crate)));
  }

  @Override
  public List<HeldCrate> find(String registry, CrateName name) throws IOException {
    return database.read(
        statements -> statements.rows(OF_CRATE, SqliteHoldings::held, registry, name.value()));
  }

  private static Object[] key(CrateId crate) {
    return new Object[] {
      crate.registry(), crate.name().value(), crate.version().value(), Rows.bytes(crate.checksum())
    };
  }

  private static HeldCrate held(ResultSet row) throws SQLException {
    return new HeldCrate(
        Rows.crateId(row),
        row.getLong(5),
        Rows.instant(row.getLong(6)),
        Rows.instant(row.getLong(7)),
        row.getLong(8),
        row.getLong(9));
  }

  @Override
  public void forEach(HeldCrateVisitor visitor) throws IOException {
    List<HeldCrate> page = after("", "", "", new byte[0]);
    while (!page.isEmpty()) {
      for (HeldCrate crate : page) {
        visitor.visit(crate);
      }
      CrateId last = page.getLast().crate();
      page =
          after(
              last.registry(),
              last.name().value(),
              last.version().value(),
              Rows.bytes(last.checksum()));
    }
  }

  private List<HeldCrate> after(String registry, String name, String version, byte[] checksum)
      throws IOException {
    return database.read(statements ->
        statements.rows(AFTER, SqliteHoldings::held, registry, name, version, checksum, PAGE));
  }

  /// The entries whose checksum begins with the byte `first`, 0 to 255, ordered by checksum.
  List<HeldCrate> shard(int first) throws IOException {
    return database.read(
        statements -> statements.rows(SHARD, SqliteHoldings::held, from(first), to(first)));
  }

  /// How many entries there are.
  ///
  /// @param bytes of their files; a file that two of them share counts once
  record Count(long crates, long bytes) {
    Count plus(Count that) {
      return new Count(crates + that.crates, bytes + that.bytes);
    }
  }

  /// Counts all entries. Reads in small steps, so that nobody waits for long.
  Count count() throws IOException {
    Count all = new Count(0, 0);
    for (int first = 0; first < 256; first++) {
      all = all.plus(count(first));
    }
    return all;
  }

  private Count count(int first) throws IOException {
    return database
        .read(statements ->
            statements.row(
                COUNT, row -> new Count(row.getLong(1), row.getLong(2)), from(first), to(first)))
        .orElseThrow();
  }

  private static byte[] from(int first) {
    return new byte[] {(byte) first};
  }

  /// What is greater than every checksum that begins with `first`. Of two blobs that begin alike
  /// the longer is the greater.
  private static byte[] to(int first) {
    byte[] to = new byte[33];
    Arrays.fill(to, (byte) 0xff);
    to[0] = (byte) first;
    return to;
  }

  /// The files in the order of their last use, page by page.
  FileInventory.Pages byLastUse() throws IOException {
    String query = hasSharedFiles() ? SHARED_BY_LAST_USE : BY_LAST_USE;
    return (last, limit) -> page(query, last, limit);
  }

  private List<StoredFile> page(String query, List<StoredFile> last, int limit) throws IOException {
    long lastUse = last.isEmpty() ? Long.MIN_VALUE : last.getFirst().lastUseMillis();
    byte[] checksum = last.isEmpty() ? new byte[0] : last.getFirst().checksumBytes();
    return database.read(
        statements -> statements.rows(query, SqliteHoldings::file, lastUse, checksum, limit));
  }

  private static StoredFile file(ResultSet row) throws SQLException {
    return StoredFile.of(row.getBytes(1), row.getLong(2), row.getLong(3), Listing.LISTED);
  }

  /// The checksums of entries that begin with the byte `first`, 0 to 255.
  Set<Checksum> checksums(int first) throws IOException {
    return Set.copyOf(
        database.read(statements ->
            statements.rows(
                CHECKSUMS, row -> Rows.checksum(row.getBytes(1)), from(first), to(first))));
  }

  /// The entries of a file.
  List<HeldCrate> entries(StoredFile file) throws IOException {
    return database.read(
        statements -> statements.rows(OF_FILE, SqliteHoldings::held, file.checksumBytes()));
  }

  /// True if one file is that of several entries.
  boolean hasSharedFiles() throws IOException {
    return database.read(statements -> statements.exists(ANY_SHARED));
  }

  /// What is listed of each of these files, in their order.
  List<List<CrateId>> crates(List<StoredFile> files) throws IOException {
    return database.read(statements -> crates(statements, files, Map.of()));
  }

  /// The same where no file is shared. Those that follow one another in the order of their last use
  /// are read in that order, which takes a fifth of the time.
  List<List<CrateId>> unsharedCrates(List<StoredFile> files) throws IOException {
    StoredFile first = files.getFirst();
    return database.read(statements -> {
      Map<Checksum, CrateId> near =
          statements
              .rows(
                  CRATES_FROM_LAST_USE,
                  Rows::crateId,
                  first.lastUseMillis(),
                  first.checksumBytes(),
                  files.size())
              .stream()
              .collect(Collectors.toMap(CrateId::checksum, crate -> crate, (one, _) -> one));
      return crates(statements, files, near);
    });
  }

  private static List<List<CrateId>> crates(
      Statements statements, List<StoredFile> files, Map<Checksum, CrateId> known)
      throws SQLException {
    List<List<CrateId>> found = new ArrayList<>();
    for (StoredFile file : files) {
      CrateId crate = known.get(file.checksum());
      found.add(
          crate == null
              ? statements.rows(CRATES_OF_FILE, Rows::crateId, file.checksumBytes())
              : List.of(crate));
    }
    return found;
  }

  /// Whether pins count.
  enum Pinned {
    STAYS,
    GOES_TOO
  }

  /// What became of the entries of a file.
  ///
  /// @param outcome `DETACHED` if they are listed no more
  /// @param crates what was listed until then
  record Unlisted(Detached outcome, List<HeldCrate> crates) {}

  /// Takes every entry of a file off the list, unless one was used since the inventory, or is
  /// pinned.
  Unlisted unlist(StoredFile file, Pinned pinned) throws IOException {
    return database.write(statements -> {
      List<HeldCrate> crates = statements.rows(OF_FILE, SqliteHoldings::held, file.checksumBytes());
      Detached outcome = outcome(statements, crates, file, pinned);
      if (outcome == Detached.DETACHED) {
        statements.update(FORGET, file.checksumBytes());
      }
      return new Unlisted(outcome, crates);
    });
  }

  private static Detached outcome(
      Statements statements, List<HeldCrate> crates, StoredFile file, Pinned pinned)
      throws SQLException {
    if (crates.isEmpty()) {
      return Detached.VANISHED;
    }
    boolean wasUsed = crates.stream().anyMatch(held -> held.lastUse().isAfter(file.lastUseTime()));
    boolean stays = pinned == Pinned.STAYS && statements.exists(IS_PINNED, file.checksumBytes());
    return wasUsed || stays ? Detached.USED : Detached.DETACHED;
  }

  /// Lists crates whose bytes are on the disk.
  void add(Collection<Addition> additions) throws IOException {
    database.write(statements -> {
      for (Addition addition : additions) {
        add(statements, addition);
      }
      return statements.update(PRUNE_ARRIVALS, MOST_ARRIVALS);
    });
  }

  private static void add(Statements statements, Addition addition) throws SQLException {
    CrateId crate = addition.crate();
    long storedAt = addition.storedAt().toEpochMilli();
    statements.update(
        ADD,
        crate.registry(),
        crate.name().value(),
        crate.version().value(),
        Rows.bytes(crate.checksum()),
        addition.size(),
        storedAt,
        storedAt);
    statements.update(ARRIVED, key(crate));
  }

  @Override
  public List<HeldCrate> latest(int limit) throws IOException {
    return database.schema() < ARRIVALS_SCHEMA
        ? List.of()
        : database.read(statements -> statements.rows(LATEST, SqliteHoldings::held)).stream()
            .distinct()
            .limit(limit)
            .toList();
  }

  /// Takes this very crate off the list. Returns whether it was on it.
  boolean remove(CrateId crate) throws IOException {
    return database.write(statements -> statements.update(REMOVE, key(crate)) > 0);
  }

  /// True if some crate with this checksum is listed.
  boolean hasFile(Checksum checksum) throws IOException {
    return database.read(statements -> statements.exists(HAS_FILE, Rows.bytes(checksum)));
  }

  /// Takes every crate with this checksum off the list. Returns how many these were.
  int forget(Checksum checksum) throws IOException {
    return database.write(statements -> statements.update(FORGET, Rows.bytes(checksum)));
  }

  @Override
  public Totals totals() throws IOException {
    return database
        .read(statements -> statements.row(TOTALS, SqliteHoldings::totals))
        .orElseThrow();
  }

  private static Totals totals(ResultSet row) throws SQLException {
    return new Totals(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }
}
