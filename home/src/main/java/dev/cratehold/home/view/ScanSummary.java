package dev.cratehold.home.view;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.LastUse;
import dev.cratehold.home.layout.HomeListing;
import dev.cratehold.home.layout.Stray;
import dev.cratehold.home.view.HomeSummary.Basis;
import dev.cratehold.home.view.Measurement.Tree;
import dev.cratehold.posix.EntryType;
import dev.cratehold.posix.HardLinks;
import dev.cratehold.posix.Posix;
import dev.cratehold.posix.TreeUsage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Sums up a Cargo home by measuring every file once, so that the sums are those of `du`.
///
/// Git clones are measured before the checkouts, which share packs with them by hard links: so the
/// clone is what the shared space belongs to.
final class ScanSummary {
  /// What is to be done with a measured tree.
  private interface Use {
    void of(TreeUsage usage);
  }

  private final CargoHome home;
  private final HomeListing listing;
  private final KnownUses uses;
  private final SummaryBuilder builder;
  private final Measurement measurement;
  private final HardLinks links = new HardLinks();
  private final List<Tree> trees = new ArrayList<>();
  private final List<Use> then = new ArrayList<>();

  private ScanSummary(
      HomeListing listing, KnownUses uses, SummaryBuilder builder, Measurement measurement) {
    this.home = listing.home();
    this.listing = listing;
    this.uses = uses;
    this.builder = builder;
    this.measurement = measurement;
  }

  static HomeSummary of(CargoHome home, Posix posix, Instant now, ScanListener listener)
      throws IOException {
    HomeListing listing = HomeListing.read(home, posix);
    Tracked tracked = Tracked.read(home);
    SummaryBuilder builder = new SummaryBuilder(now);
    Measurement measurement = new Measurement(posix, listener);
    new ScanSummary(listing, new KnownUses(tracked.rows()), builder, measurement).measure();
    return new HomeSummary(
        home,
        Basis.SCAN,
        builder.parts(),
        builder.places(),
        builder.ages(),
        Reclamation.of(builder.unused(), builder.parts()),
        listing.usersOwn(),
        listing.strays(),
        tracked.notes("last uses are those of the files"));
  }

  private void measure() throws IOException {
    planTop();
    planDirectories(ItemKind.INDEX);
    planDirectories(ItemKind.GIT_DB);
    planBetween(ItemKind.SRC);
    planBetween(ItemKind.BUILD);
    planItems(ItemKind.SRC);
    planItems(ItemKind.BUILD);
    planCrates();
    planLogs();
    carryOut();
    planBetween(ItemKind.GIT_CHECKOUT);
    planItems(ItemKind.GIT_CHECKOUT);
    carryOut();
  }

  private void plan(Tree tree, Use use) {
    trees.add(tree);
    then.add(use);
  }

  private void carryOut() throws IOException {
    List<TreeUsage> usages = measurement.measure(trees);
    for (int i = 0; i < usages.size(); i++) {
      then.get(i).of(usages.get(i));
    }
    trees.clear();
    then.clear();
  }

  /// The files at the top and the directories there that hold no items.
  private void planTop() {
    planRest("", HomePart.OTHER, Set.of("registry", "git", "build", "log", "bin", ".cratehold"));
    planRest("registry", HomePart.OTHER, Set.of("index", "cache", "src"));
    planRest("git", HomePart.OTHER, Set.of("db", "checkouts"));
    planWhole("bin", HomePart.PROGRAMS);
    planWhole(".cratehold", HomePart.UNDO);
    for (Stray stray : listing.strays()) {
      if (stray.type() == EntryType.DIRECTORY) {
        planWhole(stray.path(), HomePart.UNKNOWN);
      }
    }
  }

  private void planWhole(String path, HomePart part) {
    plan(
        new Tree(home.root().resolve(path), links, Set.of()),
        usage -> builder.addTo(part, Usage.measured(usage.directories() > 0 ? 1 : 0, usage)));
  }

  /// Everything in one directory but the directories that are planned elsewhere.
  private void planRest(String path, HomePart part, Set<String> directories) {
    plan(
        new Tree(home.root().resolve(path), links, withStrays(path, directories)),
        usage -> builder.addTo(part, Usage.measured(0, usage)));
  }

  private Set<String> withStrays(String path, Set<String> directories) {
    String prefix = path.isEmpty() ? "" : path + "/";
    Set<String> all = new HashSet<>(directories);
    for (Stray stray : listing.strays()) {
      if (stray.path().startsWith(prefix)) {
        all.add(stray.path().substring(prefix.length()));
      }
    }
    return all;
  }

  /// Kinds whose directories are the items.
  private void planDirectories(ItemKind kind) {
    planRest(kind.base(), SummaryBuilder.part(kind), listing.directories(kind));
    planItems(kind);
  }

  /// What lies between the items of a kind that are directories.
  private void planBetween(ItemKind kind) {
    planRest(kind.base(), SummaryBuilder.part(kind), listing.directories(kind));
    for (String directory : listing.directories(kind)) {
      planDirectory(kind, directory, Set.copyOf(listing.names(kind, directory)), 0);
    }
  }

  private void planLogs() {
    int logs = listing.count(ItemKind.LOG);
    plan(
        new Tree(home.base(ItemKind.LOG), links, withStrays(ItemKind.LOG.base(), Set.of())),
        usage -> builder.addTo(HomePart.LOGS, Usage.measured(logs, usage)));
  }

  /// Crates are files, and are measured with the directory that holds them.
  private void planCrates() {
    planRest(ItemKind.CRATE.base(), HomePart.CRATES, listing.directories(ItemKind.CRATE));
    for (String directory : listing.directories(ItemKind.CRATE)) {
      int crates = listing.names(ItemKind.CRATE, directory).size();
      planDirectory(ItemKind.CRATE, directory, Set.of(), crates);
    }
    listing
        .items(ItemKind.CRATE)
        .forEach(id ->
            plan(
                new Tree(home.resolve(id), new HardLinks(), Set.of()),
                usage -> builder.addUse(id, Usage.measured(1, usage), lastUse(id, usage))));
  }

  private void planDirectory(ItemKind kind, String directory, Set<String> skipped, int items) {
    String path = kind.base() + "/" + directory;
    plan(
        new Tree(home.root().resolve(path), links, withStrays(path, skipped)),
        usage -> builder.addTo(kind, directory, Usage.measured(items, usage)));
  }

  private void planItems(ItemKind kind) {
    listing.items(kind).forEach(this::planItem);
  }

  private void planItem(ItemId id) {
    plan(
        new Tree(home.resolve(id), links, Set.of()),
        usage -> builder.add(id, Usage.measured(1, usage), lastUse(id, usage)));
  }

  private LastUse lastUse(ItemId id, TreeUsage usage) {
    return uses.lastUse(id, usage.newestModified());
  }
}
