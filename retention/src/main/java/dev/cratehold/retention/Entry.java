package dev.cratehold.retention;

/// Something that can be collected, as far as a policy needs to know it. Equal entries are the same
/// thing: equality must be that of a value, and cheap.
public interface Entry {
  /// What collecting it frees, by itself, without its dependants.
  long bytes();

  /// When it was used last, in seconds since the epoch.
  long lastUse();
}
