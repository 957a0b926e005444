package dev.cratehold.home.lastuse;

/// What there is to read of a Cargo home's last uses.
public sealed interface LastUseState {
  /// The database was read.
  record Present(LastUseSnapshot snapshot) implements LastUseState {}

  /// There is none yet, or an empty one: cargo makes it when it is needed.
  record Missing() implements LastUseState {}

  /// There is one that cannot be read.
  ///
  /// @param why a sentence for the user
  record Unreadable(String why) implements LastUseState {}
}
