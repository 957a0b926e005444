package dev.cratehold.home.view;

import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.LastUse.Evidence;
import dev.cratehold.home.lastuse.LastUseSum;
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
  private final Map<ItemKind, Map<AgeClass, Usage>> ages = new EnumMap<>(ItemKind.class);
  private final Map<PlaceType, SortedMap<String, Place>> places = new EnumMap<>(PlaceType.class);

  SummaryBuilder(Instant now) {
    this.now = now;
  }

  /// Adds one item.
  void add(ItemId id, Usage usage, LastUse lastUse) {
    addTo(id.kind(), id.directory(), usage);
    addUse(id, usage, lastUse);
  }

  /// Adds what the database added up.
  void add(LastUseSum sum) {
    Usage usage = Usage.noted(sum);
    addTo(sum.kind(), sum.directory(), usage);
    addUse(sum.kind(), sum.directory(), usage, new LastUse(sum.latest(), Evidence.DATABASE));
  }

  /// Adds the use of one item whose size was added already.
  void addUse(ItemId id, Usage usage, LastUse lastUse) {
    addUse(id.kind(), id.directory(), usage, lastUse);
  }

  private void addUse(ItemKind kind, String directory, Usage usage, LastUse lastUse) {
    Optional<PlaceType> type = type(kind);
    if (type.isPresent()) {
      ages.computeIfAbsent(kind, _ -> new EnumMap<>(AgeClass.class))
          .merge(AgeClass.of(lastUse, now), usage, Usage::plus);
      Place place = place(type.get(), directory);
      place.lastUse = place.lastUse.or(lastUse);
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

  Map<AgeClass, Usage> ages() {
    Map<AgeClass, Usage> sums = new EnumMap<>(AgeClass.class);
    for (AgeClass age : AgeClass.values()) {
      sums.put(
          age, ages.keySet().stream().map(kind -> of(kind, age)).reduce(Usage.NONE, Usage::plus));
    }
    return sums;
  }

  private Usage of(ItemKind kind, AgeClass age) {
    return ages.getOrDefault(kind, Map.of()).getOrDefault(age, Usage.NONE);
  }

  /// What `home gc` takes by its default ages, whose limits part the classes: a crate is as young
  /// as its source, an index or a clone as the youngest of what it has. Leftovers, and what
  /// somebody wants to keep, are not known here.
  Usage unused() {
    Usage sum = of(ItemKind.CRATE, AgeClass.OLDER);
    for (ItemKind again : List.of(ItemKind.SRC, ItemKind.GIT_CHECKOUT)) {
      sum = sum.plus(of(again, AgeClass.THREE_MONTHS)).plus(of(again, AgeClass.OLDER));
    }
    for (SortedMap<String, Place> ofType : places.values()) {
      for (Place place : ofType.values()) {
        sum = sum.plus(unused(place));
      }
    }
    return sum;
  }

  private Usage unused(Place place) {
    return AgeClass.of(place.lastUse, now) != AgeClass.OLDER
        ? Usage.NONE
        : place
            .usage
            .getOrDefault(ItemKind.INDEX, Usage.NONE)
            .plus(place.usage.getOrDefault(ItemKind.GIT_DB, Usage.NONE));
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
