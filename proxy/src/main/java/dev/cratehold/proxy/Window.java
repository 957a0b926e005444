package dev.cratehold.proxy;

import java.nio.ByteBuffer;

/// The last part of a file that is passed on without being stored: a ring of bytes in memory.
///
/// Not safe for use by several threads; [Spool] guards it.
final class Window {
  private final byte[] ring;
  private final long origin;
  private long start;
  private long end;

  /// An empty window.
  ///
  /// @param origin where in the file it begins
  /// @param capacity how many bytes it holds at most
  Window(long origin, int capacity) {
    this.ring = new byte[capacity];
    this.origin = origin;
    this.start = origin;
    this.end = origin;
  }

  /// The position behind the last byte.
  long end() {
    return end;
  }

  /// True if every byte that was ever appended is still here.
  boolean isWhole() {
    return start == origin;
  }

  boolean isFull() {
    return end - start == ring.length;
  }

  /// Appends as much of `bytes` as fits.
  void append(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !isFull()) {
      int at = index(end);
      int room = (int) Math.min(ring.length - (end - start), ring.length - at);
      int n = Math.min(bytes.remaining(), room);
      bytes.get(ring, at, n);
      end += n;
    }
  }

  /// Forgets what lies before `position`.
  void forgetBefore(long position) {
    start = Math.clamp(position, start, end);
  }

  /// True if the byte at `position` is forgotten.
  boolean isForgotten(long position) {
    return position < start;
  }

  /// Copies bytes from `position` on, as many as there are and fit; returns how many.
  int read(ByteBuffer target, long position) {
    if (isForgotten(position) || position > end) {
      throw new IllegalArgumentException(
          "byte %d is not in the window from %d to %d".formatted(position, start, end));
    }
    int copied = 0;
    while (target.hasRemaining() && position + copied < end) {
      int at = index(position + copied);
      int there = (int) Math.min(end - position - copied, ring.length - at);
      int n = Math.min(target.remaining(), there);
      target.put(ring, at, n);
      copied += n;
    }
    return copied;
  }

  private int index(long position) {
    return (int) ((position - origin) % ring.length);
  }
}
