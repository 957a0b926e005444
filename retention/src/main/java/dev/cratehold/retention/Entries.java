package dev.cratehold.retention;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A set of entries that only grows: a table of references, each entry at the first free place from
/// that of its hash on. It takes about 6 bytes for an entry, where [java.util.HashSet] takes 40: a
/// plan may have more than a million victims. Not thread safe.
final class Entries<E> {
  private static final int FIRST = 16;

  private @Nullable Object[] table = new Object[FIRST];
  private int size;

  /// Adds an entry. Returns false if it is there already.
  boolean add(E entry) {
    int place = place(table, entry);
    if (table[place] != null) {
      return false;
    }
    table[place] = entry;
    size++;
    if (size > table.length / 4 * 3) {
      grow();
    }
    return true;
  }

  boolean contains(E entry) {
    return table[place(table, entry)] != null;
  }

  private void grow() {
    @Nullable Object[] larger = new Object[Math.multiplyExact(table.length, 2)];
    Arrays.stream(table)
        .forEach(entry -> {
          if (entry != null) {
            larger[place(larger, entry)] = entry;
          }
        });
    table = larger;
  }

  /// Where the entry is, or where there is room for it.
  private static int place(@Nullable Object[] table, Object entry) {
    int mask = table.length - 1;
    int hash = entry.hashCode() * 0x9E3779B9;
    int place = (hash ^ (hash >>> 16)) & mask;
    while (table[place] != null && !entry.equals(table[place])) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
