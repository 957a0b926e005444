package dev.cratehold.home.view;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.layout.Stray;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What is in a Cargo home, summed up.
///
/// @param basis where the figures come from
/// @param parts in the order of [HomePart]; from the database only those of which it knows
/// @param places registries, then repositories, each by directory
/// @param ages of the kinds that cargo's database knows
/// @param reclaimable what could go, the most careful command first
/// @param usersOwn the user's own files and directories at the top, by name; their content is not
///   looked at
/// @param unknown what is not known, and left alone
/// @param notes sentences for the user about what could not be known and how to know it
public record HomeSummary(
    CargoHome home,
    Basis basis,
    Map<HomePart, Usage> parts,
    List<PlaceSummary> places,
    Map<AgeClass, Usage> ages,
    List<Reclaimable> reclaimable,
    List<String> usersOwn,
    List<Stray> unknown,
    List<String> notes) {
  /// Where figures come from.
  public enum Basis {
    /// From cargo's database alone: nothing was measured.
    DATABASE,
    /// From every file.
    SCAN
  }

  public HomeSummary {
    parts = Collections.unmodifiableMap(new EnumMap<>(parts));
    places = List.copyOf(places);
    ages = Collections.unmodifiableMap(new EnumMap<>(ages));
    reclaimable = List.copyOf(reclaimable);
    usersOwn = List.copyOf(usersOwn);
    unknown = List.copyOf(unknown);
    notes = List.copyOf(notes);
  }

  /// What a part takes.
  public Usage of(HomePart part) {
    return parts.getOrDefault(part, Usage.NONE);
  }

  /// What was used last so long ago.
  public Usage of(AgeClass age) {
    return ages.getOrDefault(age, Usage.NONE);
  }

  /// Everything. After a scan its real bytes are those of `du -s`.
  public Usage total() {
    return parts.values().stream().reduce(Usage.NONE, Usage::plus);
  }
}
