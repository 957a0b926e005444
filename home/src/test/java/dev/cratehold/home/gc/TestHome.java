package dev.cratehold.home.gc;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.LastUseState;
import dev.cratehold.home.lastuse.RowChange;
import dev.cratehold.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A Cargo home made thing by thing: each is on the disk, in cargo's database, or both, as old as a
/// test says.
final class TestHome {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final String REGISTRY = "index.crates.io-1949cf8c6b5b557f";
  static final String REPOSITORY = "tool-fe5c382054efffa8";

  final CargoHome home;
  final HomeCollector collector;

  TestHome(Path root) throws IOException {
    home = new CargoHome(Files.createDirectories(root).toRealPath());
    collector = new HomeCollector(home, Posix.system(), lock -> {});
  }

  static Duration days(int days) {
    return Duration.ofDays(days);
  }

  static ItemId crate(String name) {
    return ItemId.crate(REGISTRY, name + ".crate");
  }

  static ItemId src(String name) {
    return ItemId.src(REGISTRY, name);
  }

  static ItemId checkout(String name) {
    return ItemId.gitCheckout(REPOSITORY, name);
  }

  /// On the disk, with a marker of this age.
  TestHome file(ItemId id, Duration age) throws IOException {
    Path marker = marker(id);
    Files.createDirectories(marker.getParent());
    Files.writeString(marker, "x".repeat(10));
    Files.setLastModifiedTime(marker, FileTime.from(NOW.minus(age)));
    return this;
  }

  private Path marker(ItemId id) {
    Path item = home.resolve(id);
    return switch (id.kind()) {
      case INDEX -> item.resolve("config.json");
      case SRC, GIT_CHECKOUT -> item.resolve(".cargo-ok");
      case GIT_DB -> item.resolve("FETCH_HEAD");
      case BUILD -> item.resolve("debug/thing");
      case CRATE, INDEX_ENTRY, LOG, LEFTOVER -> item;
    };
  }

  /// In the database, used this long ago.
  TestHome row(ItemId id, Duration age) throws IOException {
    return row(id, age, OptionalLong.empty());
  }

  TestHome row(ItemId id, Duration age, OptionalLong bytes) throws IOException {
    long time = NOW.minus(age).getEpochSecond();
    try (LastUseDatabase database = LastUseDatabase.open(home, () -> NOW)) {
      database.apply(List.of(new RowChange.Insert(new LastUseRow(id, bytes, time))));
    }
    return this;
  }

  /// On the disk and in the database.
  TestHome used(ItemId id, Duration age) throws IOException {
    return file(id, age).row(id, age);
  }

  TestHome sized(ItemId id, Duration age, long bytes) throws IOException {
    return file(id, age).row(id, age, OptionalLong.of(bytes));
  }

  TestHome index(Duration age) throws IOException {
    return used(ItemId.index(REGISTRY), age);
  }

  TestHome repository(Duration age) throws IOException {
    return used(ItemId.gitDb(REPOSITORY), age);
  }

  boolean has(ItemId id) {
    return Files.exists(home.resolve(id), LinkOption.NOFOLLOW_LINKS);
  }

  List<LastUseRow> rows() {
    return LastUseDatabase.read(home) instanceof LastUseState.Present(var snapshot)
        ? snapshot.rows()
        : List.of();
  }

  List<ItemId> tracked() {
    return rows().stream().map(LastUseRow::id).toList();
  }

  HomePlan plan(CollectionOptions.Builder options) throws IOException {
    return collector.plan(options.build(), NOW, HomeListener.NONE);
  }

  /// The paths of the victims, in their order.
  List<ItemId> victims(CollectionOptions.Builder options) throws IOException {
    return plan(options).victims().stream().map(victim -> victim.entry().id()).toList();
  }

  HomeReport carryOut(HomePlan plan, CollectionOptions.Builder options) throws IOException {
    return collector.carryOut(plan, options.build(), HomeListener.NONE, () -> false);
  }

  HomeReport.Carried collect(CollectionOptions.Builder options) throws IOException {
    return (HomeReport.Carried) carryOut(plan(options), options);
  }

  HomeReport.Carried clear(ClearPart... parts) throws IOException {
    CollectionOptions.Builder options = CollectionOptions.builder().grace(Duration.ZERO);
    HomePlan plan =
        collector.clear(new TreeSet<>(List.of(parts)), options.build(), NOW, HomeListener.NONE);
    return (HomeReport.Carried) carryOut(plan, options);
  }

  /// Every file and directory, but for what Cratehold and cargo keep for themselves.
  List<String> contents() throws IOException {
    try (Stream<Path> all = Files.walk(home.root())) {
      return all.map(path -> home.root().relativize(path).toString())
          .filter(path -> !path.isEmpty() && !path.startsWith("."))
          .sorted()
          .toList();
    }
  }

  static CollectionOptions.Builder defaults() {
    return CollectionOptions.builder();
  }

  static CollectionOptions.Builder age(ItemKind kind, Duration age) {
    return CollectionOptions.builder().age(kind, age);
  }

  static CollectionOptions.Builder size(SizeLimit limit, long bytes) {
    return CollectionOptions.builder().size(limit, bytes);
  }
}
