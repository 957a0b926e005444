package dev.cratehold.testing;

import dev.cratehold.testing.HomeDraft.Checkout;
import dev.cratehold.testing.HomeDraft.Packet;
import dev.cratehold.testing.HomeDraft.Presence;
import dev.cratehold.testing.HomeDraft.Registry;
import dev.cratehold.testing.HomeDraft.Repository;
import dev.cratehold.testing.HomeDraft.RowSize;
import dev.cratehold.testing.HomeDraft.Trace;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Decides what a [SyntheticHome] will have; pure but for its own random numbers.
final class HomeDrafter {
  private static final String DEFAULT_REGISTRY = "index.crates.io-1949cf8c6b5b557f";

  /// Cargo leaves a parent's time as it is when it is less than so many seconds old.
  private static final int RESOLUTION = 300;

  private final HomeParameters parameters;
  private final HomeParameters.Flaws flaws;
  private final SplittableRandom random;

  HomeDrafter(HomeParameters parameters) {
    this.parameters = parameters;
    this.flaws = parameters.flaws();
    this.random = new SplittableRandom(parameters.seed() ^ 0x5eed);
  }

  HomeDraft draft() {
    List<Parent> parents = registryParents();
    List<Packet> packages = packages(parents);
    List<Registry> registries =
        parents.stream()
            .map(parent ->
                new Registry(parent.directory, parentTrace(parent, uses(parent, packages))))
            .toList();
    return new HomeDraft(registries, packages, repositories());
  }

  /// @param presence of the index or the git database; without a row none of its children has one
  private record Parent(String directory, Presence presence) {}

  private List<Parent> registryParents() {
    int count = parameters.amounts().registries();
    return IntStream.range(0, count)
        .mapToObj(i -> new Parent(registryName(i), parentPresence(count - 1 - i, i > 0)))
        .toList();
  }

  private String registryName(int number) {
    return number == 0 ? DEFAULT_REGISTRY : "r%d.example-%s".formatted(number, hex());
  }

  /// The last ones are lost, half of them registries and half of them repositories.
  private Presence parentPresence(int fromLast, boolean mayBeLost) {
    if (mayBeLost && fromLast * 2 < flaws.lostParents()) {
      return Presence.ROW_ONLY;
    }
    return happens(flaws.untracked()) ? Presence.FILES_ONLY : Presence.WHOLE;
  }

  private List<Packet> packages(List<Parent> parents) {
    HomeParameters.Amounts amounts = parameters.amounts();
    List<Packet> packages = new ArrayList<>();
    int count = Math.max(amounts.crates(), amounts.srcs());
    for (int i = 0; i < count; i++) {
      Parent parent = parents.get(random.nextBoolean() ? 0 : random.nextInt(parents.size()));
      long used = moment();
      Optional<Trace> crate = i < amounts.crates() ? Optional.of(crate(parent, used)) : none();
      boolean hasSrc = count - 1 - i < amounts.srcs();
      Optional<Trace> src = hasSrc ? Optional.of(src(parent, srcUse(used))) : none();
      packages.add(new Packet(parent.directory, name(i), version(i), crate, src));
    }
    return packages;
  }

  private static Optional<Trace> none() {
    return Optional.empty();
  }

  /// Every third package is another version of the one before it.
  private static String name(int number) {
    return "synth-%06d".formatted(number % 3 == 2 ? number - 1 : number);
  }

  private static String version(int number) {
    return switch (number % 9) {
      case 2, 8 -> "1.10.0";
      case 5 -> "2.0.0-alpha.1+meta." + number;
      default -> "1." + number % 10 + ".0";
    };
  }

  private long srcUse(long crateUse) {
    return parameters.uses().wild() || happens(0.3) ? moment() : crateUse;
  }

  private Trace crate(Parent parent, long used) {
    return new Trace(childPresence(parent), used, RowSize.EXACT);
  }

  private Trace src(Parent parent, long used) {
    RowSize known = happens(flaws.duSizes()) ? RowSize.MEASURED : RowSize.EXACT;
    return new Trace(
        childPresence(parent), used, happens(flaws.nullSizes()) ? RowSize.UNKNOWN : known);
  }

  private Presence childPresence(Parent parent) {
    if (!parent.presence.hasRow() || happens(flaws.untracked())) {
      return Presence.FILES_ONLY;
    }
    return happens(flaws.ghosts()) ? Presence.ROW_ONLY : Presence.WHOLE;
  }

  private List<Repository> repositories() {
    int count = parameters.amounts().gitDbs();
    List<Repository> repositories = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Parent parent =
          new Parent("project-%d-%s".formatted(i, hex()), parentPresence(count - 1 - i, true));
      List<Checkout> checkouts = checkouts(parent, repositories);
      OptionalLong used = checkouts.stream().mapToLong(c -> c.trace().used()).max();
      repositories.add(new Repository(parent.directory, parentTrace(parent, used), checkouts));
    }
    return repositories;
  }

  private List<Checkout> checkouts(Parent parent, List<Repository> before) {
    List<Checkout> checkouts = new ArrayList<>();
    twin(before).ifPresent(name -> checkouts.add(new Checkout(name, untracked())));
    for (int i = checkouts.size(); i < parameters.amounts().checkouts(); i++) {
      RowSize size = happens(flaws.nullSizes()) ? RowSize.UNKNOWN : RowSize.EXACT;
      Trace trace = new Trace(childPresence(parent), moment(), size);
      checkouts.add(new Checkout(hex().substring(0, 7), trace));
    }
    return checkouts;
  }

  /// The name of a checkout of the repository before. In cargo's schema names of checkouts are
  /// unique across repositories, so that only one of the two can have a row.
  private Optional<String> twin(List<Repository> before) {
    if (before.isEmpty() || before.size() > flaws.twins()) {
      return Optional.empty();
    }
    return before.getLast().checkouts().stream().map(Checkout::name).findFirst();
  }

  private Trace untracked() {
    return new Trace(Presence.FILES_ONLY, moment(), RowSize.UNKNOWN);
  }

  private OptionalLong uses(Parent parent, List<Packet> packages) {
    return packages.stream()
        .filter(packet -> packet.registry().equals(parent.directory))
        .flatMap(packet -> Stream.concat(packet.crate().stream(), packet.src().stream()))
        .mapToLong(Trace::used)
        .max();
  }

  /// A parent is marked with its children, though up to five minutes late.
  private Trace parentTrace(Parent parent, OptionalLong newestChild) {
    long used =
        parameters.uses().wild() || newestChild.isEmpty()
            ? moment()
            : newestChild.getAsLong() - random.nextInt(RESOLUTION);
    return new Trace(parent.presence, used, RowSize.UNKNOWN);
  }

  private long moment() {
    HomeParameters.Uses uses = parameters.uses();
    long ticks = Math.max(1, uses.days() * 86_400L / uses.tick());
    return uses.now() - random.nextLong(ticks) * uses.tick();
  }

  private boolean happens(double share) {
    return random.nextDouble() < share;
  }

  private String hex() {
    return Objects.requireNonNull(HexFormat.of().toHexDigits(random.nextLong()));
  }
}
