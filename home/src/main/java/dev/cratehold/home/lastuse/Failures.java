package dev.cratehold.home.lastuse;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What to tell the user when the database fails.
final class Failures {
  /// The part of an error code that says what kind of error it is.
  private static final int PRIMARY = 0xff;

  private static final String REMEDY =
      "; `cratehold home clear last-use` removes it, and cargo makes a new one";

  private Failures() {}

  static LastUseException cannotOpen(Path file, SQLException reason) {
    return failure("cannot open", file, reason);
  }

  static LastUseException cannotRead(Path file, Exception reason) {
    return failure("cannot read", file, reason);
  }

  static LastUseException cannotWrite(Path file, SQLException reason) {
    return failure("cannot write", file, reason);
  }

  private static LastUseException failure(String attempt, Path file, Exception reason) {
    return new LastUseException(sentence(attempt, file, reason), reason);
  }

  static String sentence(String attempt, Path file, Exception reason) {
    String why = reason instanceof SQLException sql ? why(sql) : reason.toString();
    return "%s cargo's database of last uses %s: %s".formatted(attempt, file, why);
  }

  private static String why(SQLException reason) {
    if (reason instanceof SQLiteException e
        && e.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_ROLLBACK) {
      return "a program that wrote it was killed; the next cargo that uses this home repairs it";
    }
    return switch (SQLiteErrorCode.getErrorCode(reason.getErrorCode() & PRIMARY)) {
      case SQLITE_NOTADB -> "it is no database" + REMEDY;
      case SQLITE_CORRUPT -> "it is damaged" + REMEDY;
      case SQLITE_BUSY, SQLITE_LOCKED -> "another program is writing it";
      case SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_READONLY -> "no permission, or it vanished";
      default -> String.valueOf(reason.getMessage());
    };
  }

  static String isDirectory(Path file) {
    return "cargo's database of last uses %s is a directory".formatted(file) + REMEDY;
  }

  /// Neither an empty database nor one of cargo's.
  static String isForeign(Path file, int version, Set<String> missing) {
    return "%s is not cargo's database of last uses: its version is %d, and of the tables it lacks %s"
            .formatted(file, version, missing.isEmpty() ? "none" : String.join(", ", missing))
        + REMEDY;
  }
}
