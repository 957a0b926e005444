package dev.cratehold.home.lastuse;

import java.util.List;

/// What there is to add up of a Cargo home's last uses.
public sealed interface SumsState {
  /// The database was read.
  record Present(List<LastUseSum> sums) implements SumsState {
    public Present {
      sums = List.copyOf(sums);
    }
  }

  /// There is none yet, or an empty one.
  record Missing() implements SumsState {}

  /// There is one that cannot be read.
  ///
  /// @param why a sentence for the user
  record Unreadable(String why) implements SumsState {}
}
