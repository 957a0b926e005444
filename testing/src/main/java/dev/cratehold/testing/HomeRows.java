package dev.cratehold.testing;

import dev.cratehold.testing.HomeDraft.Repository;
import dev.cratehold.testing.HomeDraft.Trace;
import dev.cratehold.testing.HomePackages.Written;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The rows of cargo's database of last uses, table by table.
record HomeRows(
    List<Parent> indexes,
    List<Child> crates,
    List<Child> srcs,
    List<Parent> gitDbs,
    List<Child> checkouts) {
  /// A row of `registry_index` or `git_db`.
  ///
  /// @param used seconds since the epoch
  record Parent(String name, long used) {}

  /// A row of one of the other three tables.
  ///
  /// @param parent the name of its index or git database
  record Child(String parent, String name, OptionalLong bytes, long used) {}

  /// The rows of a home of which the files have been written.
  ///
  /// @param checkoutBytes by `directory/name`
  static HomeRows of(HomeDraft draft, List<Written> packages, Map<String, Long> checkoutBytes) {
    return new HomeRows(
        draft.registries().stream()
            .filter(registry -> registry.index().presence().hasRow())
            .map(registry -> new Parent(registry.directory(), registry.index().used()))
            .toList(),
        packages.stream().flatMap(written -> crate(written).stream()).toList(),
        packages.stream().flatMap(written -> src(written).stream()).toList(),
        draft.repositories().stream()
            .filter(repository -> repository.db().presence().hasRow())
            .map(repository -> new Parent(repository.directory(), repository.db().used()))
            .toList(),
        checkouts(draft.repositories(), checkoutBytes));
  }

  private static Optional<Child> crate(Written written) {
    return written
        .packet()
        .crate()
        .flatMap(trace ->
            row(
                written.packet().registry(),
                written.packet().item() + ".crate",
                trace,
                written.crateBytes()));
  }

  private static Optional<Child> src(Written written) {
    return written
        .packet()
        .src()
        .flatMap(trace ->
            row(written.packet().registry(), written.packet().item(), trace, written.srcBytes()));
  }

  private static List<Child> checkouts(
      List<Repository> repositories, Map<String, Long> checkoutBytes) {
    return repositories.stream()
        .flatMap(repository ->
            repository.checkouts().stream()
                .flatMap(checkout ->
                    row(
                        repository.directory(),
                        checkout.name(),
                        checkout.trace(),
                        checkoutBytes.getOrDefault(
                            repository.directory() + "/" + checkout.name(), 0L))
                        .stream()))
        .toList();
  }

  private static Optional<Child> row(String parent, String name, Trace trace, long bytes) {
    return trace.presence().hasRow()
        ? Optional.of(new Child(parent, name, trace.size().of(bytes), trace.used()))
        : Optional.empty();
  }

  /// All times in it.
  LongStream times() {
    LongStream parents = Stream.of(indexes, gitDbs).flatMap(List::stream).mapToLong(Parent::used);
    LongStream children =
        Stream.of(crates, srcs, checkouts).flatMap(List::stream).mapToLong(Child::used);
    return LongStream.concat(parents, children);
  }
}
