package dev.cratehold.store;

/// What opening a store in a directory would do.
///
/// @param sentence says the same to whoever runs the server
public record StoreOutlook(Prospect prospect, String sentence) {
  /// What would happen.
  public enum Prospect {
    /// A new store would be made.
    CREATE,

    /// The store would be opened as it is.
    OPEN,

    /// The store would be opened, and its database upgraded.
    UPGRADE,

    /// The store would be opened for reading alone.
    READ
  }
}
