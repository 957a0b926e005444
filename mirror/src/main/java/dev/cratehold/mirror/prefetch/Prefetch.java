package dev.cratehold.mirror.prefetch;

import dev.cratehold.mirror.Parallel;
import dev.cratehold.mirror.prefetch.PrefetchOptions.Dependencies;
import dev.cratehold.mirror.prefetch.PrefetchOptions.Mode;
import dev.cratehold.mirror.prefetch.PrefetchReport.Fetched;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Has a registry's crates stored before a client asks for them, and their index files with them.
///
/// What is here already is not fetched again, and what fails keeps nothing else from being fetched.
/// Crates and index files come through a [RegistryProxy], so they are fetched once however many
/// want them, and only what the registry vouches for is stored. Nothing here counts as a request of
/// a client or as a use.
///
/// Safe for use by several threads.
public final class Prefetch {
  private static final Comparator<CrateId> BY_NAME =
      Comparator.comparing((CrateId crate) -> crate.name().lowerCase())
          .thenComparing(CrateId::version, CrateVersion.PRECEDENCE)
          .thenComparing(crate -> crate.checksum().hex());

  private static final Comparator<PrefetchFailure> BY_ITEM =
      Comparator.comparing(PrefetchFailure::item).thenComparing(PrefetchFailure::source);

  private static final Comparator<Skipped> BY_SKIPPED =
      Comparator.comparing(Skipped::item).thenComparing(Skipped::source);

  private final RegistryProxy proxy;
  private final Store store;
  private final RegistrySources sources;

  /// @param store the one that `proxy` fills
  /// @param sources what lock files and index files call the registry of `proxy`
  public Prefetch(RegistryProxy proxy, Store store, RegistrySources sources) {
    this.proxy = proxy;
    this.store = store;
    this.sources = sources;
  }

  /// A reader of what this can be ordered to do.
  public OrderReader reader() {
    return new OrderReader(sources);
  }

  /// Carries an order out.
  ///
  /// @throws InterruptedException if it was to stop; what was fetched by then stays, and nothing is
  ///   left half done
  public PrefetchReport run(PrefetchOrder order, PrefetchOptions options, PrefetchListener listener)
      throws InterruptedException {
    Parallel parallel = new Parallel(options.threads());
    Closure.Lookup lookup = lookup(parallel, listener);
    Closure closure = new Closure(sources, lookup, depth(options)).of(order.wanted());
    Map<String, Looked> looked = new LinkedHashMap<>(closure.looked());
    lookUp(order.locked(), lookup, looked);
    List<CrateTask> tasks = tasks(order.locked(), closure.crates(), looked);
    AtomicInteger done = new AtomicInteger();
    List<CrateTask.Outcome> outcomes =
        parallel.map(
            tasks,
            task -> {
              CrateTask.Outcome outcome =
                  options.mode() == Mode.FETCH ? task.fetch() : task.rehearse();
              listener.fetching(done.incrementAndGet(), tasks.size());
              return outcome;
            });
    return report(order, closure, outcomes, stale(looked));
  }

  private static Closure.Depth depth(PrefetchOptions options) {
    return options.dependencies() == Dependencies.FOLLOWED
        ? Closure.Depth.WITH_DEPENDENCIES
        : Closure.Depth.ITSELF_ALONE;
  }

  private Closure.Lookup lookup(Parallel parallel, PrefetchListener listener) {
    AtomicInteger done = new AtomicInteger();
    return names ->
        parallel.map(
            names,
            name -> {
              Looked looked = Looked.ask(proxy, name);
              listener.resolving(done.incrementAndGet());
              return looked;
            });
  }

  /// Looks at the index files of locked crates, without which cargo could not use the crates.
  private static void lookUp(
      List<LockedCrate> locked, Closure.Lookup lookup, Map<String, Looked> looked)
      throws InterruptedException {
    Map<String, CrateName> names = new LinkedHashMap<>();
    locked.stream()
        .filter(each -> !looked.containsKey(each.name().lowerCase()))
        .forEach(each -> names.putIfAbsent(each.name().lowerCase(), each.name()));
    List<CrateName> asked = List.copyOf(names.values());
    List<Looked> answers = lookup.look(asked);
    for (int i = 0; i < asked.size(); i++) {
      looked.put(asked.get(i).lowerCase(), answers.get(i));
    }
  }

  /// A task for each crate, once.
  private List<CrateTask> tasks(
      List<LockedCrate> locked, List<LockedCrate> chosen, Map<String, Looked> looked) {
    CrateTask.Tools tools = new CrateTask.Tools(proxy, store);
    Map<String, CrateTask> tasks = new LinkedHashMap<>();
    Stream.concat(locked.stream(), chosen.stream())
        .map(crate -> {
          Looked index = looked.getOrDefault(crate.name().lowerCase(), new Looked.Missing());
          return new CrateTask(crate, index, tools);
        })
        .forEach(task -> tasks.putIfAbsent(task.key(), task));
    return List.copyOf(tasks.values());
  }

  private static PrefetchReport report(
      PrefetchOrder order, Closure closure, List<CrateTask.Outcome> outcomes, List<String> stale) {
    List<Fetched> fetched = new ArrayList<>();
    List<CrateId> held = new ArrayList<>();
    List<PrefetchFailure> failed = new ArrayList<>(closure.failures());
    for (CrateTask.Outcome outcome : outcomes) {
      switch (outcome) {
        case CrateTask.Outcome.Here(CrateId crate) -> held.add(crate);
        case CrateTask.Outcome.Came(CrateId crate, long bytes) ->
            fetched.add(new Fetched(crate, bytes));
        case CrateTask.Outcome.Failed(PrefetchFailure failure) -> failed.add(failure);
      }
    }
    Set<Skipped> skipped = new LinkedHashSet<>(order.skipped());
    skipped.addAll(closure.skipped());
    return new PrefetchReport(
        fetched.stream().sorted(Comparator.comparing(Fetched::crate, BY_NAME)).toList(),
        held.stream().sorted(BY_NAME).toList(),
        failed.stream().sorted(BY_ITEM).toList(),
        skipped.stream().sorted(BY_SKIPPED).toList(),
        stale);
  }

  private static List<String> stale(Map<String, Looked> looked) {
    return looked.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Looked.Found found && found.isStale())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
