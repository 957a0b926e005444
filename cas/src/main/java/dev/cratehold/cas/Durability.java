package dev.cratehold.cas;

/// What a write has reached when it returns.
public enum Durability {
  /// The operating system: it survives the end of the process, not that of the machine. What the
  /// machine's end leaves half-written is found by its digest and never returned. As both cacache
  /// do.
  NONE,
  /// The bytes of content are on the disk before they get their name: no name without its bytes.
  DATA,
  /// All is on the disk: bytes, names and the line of the index, in this order.
  FULL
}
