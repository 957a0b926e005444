package dev.cratehold.cas.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// The 65,536 directories over which files that are named after a hash are spread, two for the
/// first four digits. Remembers those that are known to be there: to ask for each file again would
/// cost as much as to make it.
///
/// Safe for use by several threads.
public final class Shards {
  private static final int DIGITS = 4;
  private static final int HEXADECIMAL = 16;

  /// A bit for each.
  private final AtomicIntegerArray known =
      new AtomicIntegerArray((1 << (DIGITS * Integer.BYTES)) / Integer.SIZE);

  /// No directory is known yet.
  public Shards() {}

  /// Whether a directory of either level may have this name: two digits.
  public static boolean isName(String name) {
    return name.length() == DIGITS / 2 && name.chars().allMatch(HexFormat::isHexDigit);
  }

  /// Makes the directory of a file if it is not known to be there. Somebody may have removed one
  /// that is known.
  ///
  /// @param hash in hexadecimal digits
  /// @return whether it is new: then there is nothing in it
  public boolean make(String hash, Path file) throws IOException {
    int number = Integer.parseInt(hash, 0, DIGITS, HEXADECIMAL);
    int bit = 1 << (number % Integer.SIZE);
    if ((known.get(number / Integer.SIZE) & bit) != 0) {
      return false;
    }
    boolean isNew = Directories.createParents(file);
    known.accumulateAndGet(number / Integer.SIZE, bit, (bits, more) -> bits | more);
    return isNew;
  }
}
