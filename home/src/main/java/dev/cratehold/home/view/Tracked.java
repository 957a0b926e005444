package dev.cratehold.home.view;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.LastUseSnapshot;
import dev.cratehold.home.lastuse.LastUseState.Missing;
import dev.cratehold.home.lastuse.LastUseState.Present;
import dev.cratehold.home.lastuse.LastUseState.Unreadable;
import java.util.List;
import java.util.Optional;

/// What cargo's database says, or why it says nothing.
///
/// @param why a sentence for the user, if there is nothing to read
record Tracked(List<LastUseRow> rows, Optional<String> why) {
  static final String MISSING = "cargo has made no database of last uses here yet";

  static Tracked read(CargoHome home) {
    return switch (LastUseDatabase.read(home)) {
      case Present(LastUseSnapshot snapshot) -> new Tracked(snapshot.rows(), Optional.empty());
      case Missing() -> nothing(MISSING);
      case Unreadable(String why) -> nothing(why);
    };
  }

  private static Tracked nothing(String why) {
    return new Tracked(List.of(), Optional.of(why));
  }

  List<String> notes(String consequence) {
    return why.map(reason -> reason + ": " + consequence).stream().toList();
  }
}
