package dev.cratehold.registry;

import dev.cratehold.registry.PackageSource.Encoding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Makes a [LockFile] of its tables, whose meaning depends on a version that may follow from the
/// last of them.
final class LockFileBuilder implements LockFileReader.Sink {
  private static final int NEWEST = 5;
  private static final Pattern CHECKSUM_KEY = Pattern.compile("checksum (\\S+) (\\S+) \\((.*)\\)");
  private static final String NO_CHECKSUM = "<none>";

  /// The keys of one table and where it begins.
  private record Table(String header, int line, Map<String, Object> values) {
    Optional<String> string(String key) throws MalformedLockFileException {
      Object value = values.get(key);
      if (value == null) {
        return Optional.empty();
      }
      if (value instanceof String text) {
        return Optional.of(text);
      }
      throw new MalformedLockFileException(line, "its \"%s\" is not a string".formatted(key));
    }

    String required(String key) throws MalformedLockFileException {
      return string(key).orElseThrow(() -> missing(key));
    }

    private MalformedLockFileException missing(String key) {
      return new MalformedLockFileException(line, "a package without \"%s\"".formatted(key));
    }
  }

  private final List<Table> packages = new ArrayList<>();
  private final List<Table> unused = new ArrayList<>();
  private final Table top = new Table("", 1, new HashMap<>());
  private final Table metadata = new Table("metadata", 1, new HashMap<>());
  private Table current = top;

  @Override
  public void table(String header, boolean isArray, int line) throws MalformedLockFileException {
    boolean ofPackages = header.equals("package") || header.equals("patch.unused");
    if (ofPackages && !isArray) {
      throw new MalformedLockFileException(line, "[%1$s] should be [[%1$s]]".formatted(header));
    }
    if (header.equals("metadata")) {
      current = metadata;
      return;
    }
    current = new Table(header, line, new HashMap<>());
    switch (header) {
      case "package", "root" -> packages.add(current);
      case "patch.unused" -> unused.add(current);
      default -> {}
    }
  }

  @Override
  public void value(String key, Object value, int line) throws MalformedLockFileException {
    if (current.values.putIfAbsent(key, value) != null) {
      throw new MalformedLockFileException(line, "\"%s\" stands there twice".formatted(key));
    }
  }

  LockFile build() throws MalformedLockFileException {
    int version = version();
    Map<String, String> checksums = checksums();
    return new LockFile(
        version, packages(packages, version, checksums), packages(unused, version, checksums));
  }

  private int version() throws MalformedLockFileException {
    Object written = top.values.get("version");
    if (written == null) {
      return checksums().isEmpty() ? 2 : 1;
    }
    if (written instanceof Long number && number >= 1 && number <= NEWEST) {
      return number.intValue();
    }
    throw new MalformedLockFileException(
        1, "its version %s is not known; known are 1 to %d".formatted(written, NEWEST));
  }

  /// The checksums of a lock file of version 1, by name, version and source as they are written.
  private Map<String, String> checksums() throws MalformedLockFileException {
    Map<String, String> checksums = new HashMap<>();
    for (String key : metadata.values.keySet()) {
      if (CHECKSUM_KEY.matcher(key).matches()) {
        checksums.put(key, metadata.required(key));
      }
    }
    return checksums;
  }

  private static List<LockedPackage> packages(
      List<Table> tables, int version, Map<String, String> checksums)
      throws MalformedLockFileException {
    List<LockedPackage> packages = new ArrayList<>(tables.size());
    for (Table table : tables) {
      packages.add(lockedPackage(table, version, checksums));
    }
    return packages;
  }

  private static LockedPackage lockedPackage(
      Table table, int version, Map<String, String> checksums) throws MalformedLockFileException {
    String name = table.required("name");
    String number = table.required("version");
    Optional<String> source = table.string("source");
    if (!isName(name)) {
      throw new MalformedLockFileException(table.line, "its \"name\" is no name of a package");
    }
    CrateVersion parsed = CrateVersion.parse(number).orElseThrow(() -> notAVersion(table));
    Encoding encoding = version >= 4 ? Encoding.PERCENT : Encoding.PLAIN;
    Optional<String> checksum = table.string("checksum");
    if (checksum.isEmpty()) {
      checksum = source.map(s -> checksums.get("checksum %s %s (%s)".formatted(name, number, s)));
    }
    return new LockedPackage(
        name, parsed, source.map(s -> PackageSource.parse(s, encoding)), checksum(table, checksum));
  }

  private static MalformedLockFileException notAVersion(Table table) {
    return new MalformedLockFileException(table.line, "its \"version\" is no semantic version");
  }

  private static Optional<Checksum> checksum(Table table, Optional<String> text)
      throws MalformedLockFileException {
    if (text.isEmpty() || text.get().equals(NO_CHECKSUM)) {
      return Optional.empty();
    }
    Optional<Checksum> checksum = Checksum.parse(text.get());
    if (checksum.isEmpty()) {
      throw new MalformedLockFileException(table.line, "its \"checksum\" is no SHA-256");
    }
    return checksum;
  }

  /// Cargo takes letters and digits of any script, `-` and `_`.
  private static boolean isName(String name) {
    return !name.isEmpty() && name.codePoints().allMatch(LockFileBuilder::isNamePart);
  }

  private static boolean isNamePart(int c) {
    return c == '-'
        || (Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
  }
}
