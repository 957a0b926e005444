package dev.cratehold.home.view;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.layout.KnownRegistries;
import dev.cratehold.home.view.PlaceSummary.PlaceType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Adds things up: by part, by registry or repository, by age. For use by one thread.
final class SummaryBuilder {
  /// The sums of one registry or repository.
  private static final class Place {
    private final Map<ItemKind, Usage> usage = new EnumMap<>(ItemKind.class);
    private LastUse lastUse = LastUse.UNKNOWN;
  }

  private final Instant now;
  private final Map<HomePart, Usage> parts = new EnumMap<>(HomePart.class);
  private final Map<AgeClass, Usage> ages = new EnumMap<>(AgeClass.class);
  private final Unused unused = new Unused();
  private final Map<PlaceType, SortedMap<String, Place>> places = new EnumMap<>(PlaceType.class);

  SummaryBuilder(Instant now) {
    this.now = now;
    for (AgeClass ageClass : AgeClass.values()) {
      ages.put(ageClass, Usage.NONE);
    }
  }

  /// Adds one item.
  void add(ItemId id, Usage usage, LastUse lastUse) {
    addTo(id.kind(), id.directory(), usage);
    addUse(id, usage, lastUse);
  }

  /// Adds the use of one item whose size was added already.
  void addUse(ItemId id, Usage usage, LastUse lastUse) {
    Optional<PlaceType> type = type(id.kind());
    if (type.isPresent()) {
      ages.merge(AgeClass.of(lastUse, now), usage, Usage::plus);
      Place place = place(type.get(), id.directory());
      place.lastUse = place.lastUse.or(lastUse);
      unused.add(id, usage, lastUse);
    }
  }

  /// Adds to what a part takes.
  void addTo(HomePart part, Usage usage) {
    parts.merge(part, usage, Usage::plus);
  }

  /// Adds to what a part, and a registry or repository, takes.
  void addTo(ItemKind kind, String directory, Usage usage) {
    addTo(part(kind), usage);
    type(kind).ifPresent(type -> place(type, directory).usage.merge(kind, usage, Usage::plus));
  }

  private Place place(PlaceType type, String directory) {
    return places
        .computeIfAbsent(type, _ -> new TreeMap<>())
        .computeIfAbsent(directory, _ -> new Place());
  }

  static HomePart part(ItemKind kind) {
    return switch (kind) {
      case INDEX, INDEX_ENTRY -> HomePart.INDEXES;
      case CRATE -> HomePart.CRATES;
      case SRC -> HomePart.SOURCES;
      case GIT_DB -> HomePart.GIT_DATABASES;
      case GIT_CHECKOUT -> HomePart.GIT_CHECKOUTS;
      case BUILD -> HomePart.BUILDS;
      case LOG -> HomePart.LOGS;
      case LEFTOVER -> HomePart.UNKNOWN;
    };
  }

  private static Optional<PlaceType> type(ItemKind kind) {
    return switch (kind) {
      case INDEX, CRATE, SRC, INDEX_ENTRY -> Optional.of(PlaceType.REGISTRY);
      case GIT_DB, GIT_CHECKOUT -> Optional.of(PlaceType.REPOSITORY);
      case BUILD, LOG, LEFTOVER -> Optional.empty();
    };
  }

  Map<HomePart, Usage> parts() {
    return parts;
  }

  /// What `home gc` would take.
  Usage unused() {
    return unused.sum(now);
  }

  Map<AgeClass, Usage> ages() {
    return ages;
  }

  List<PlaceSummary> places() {
    List<PlaceSummary> summaries = new ArrayList<>();
    places.forEach((type, byDirectory) ->
        byDirectory.forEach((directory, place) ->
            summaries.add(
                new PlaceSummary(
                    type,
                    directory,
                    KnownRegistries.nameOf(directory),
                    place.usage,
                    place.lastUse))));
    return summaries;
  }
}
