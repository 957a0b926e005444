package dev.cratehold.gitindex;

import dev.cratehold.gitindex.IndexSource.Amount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/// Brings a repository up to date with the store. For each form there is one base: a commit without
/// `config.json` and without a parent. For each public URL there is a branch on it, whose commits
/// are the base's tree and a `config.json`, each with the one before as its parent, until the
/// history is long; then one has none, and the reference `refs/kept/…` keeps the history before it
/// for clients that have fetched from it.
///
/// For one thread at a time, which holds the [WriteLock].
final class Updates {
  /// A branch that nobody has asked for so long makes room for another one.
  private static final Duration IDLE = Duration.ofHours(1);

  private final String registry;
  private final GitIndexOptions options;
  private final InstantSource clock;
  private final Map<GitForm, IndexSource> sources;
  private int untidy;

  Updates(
      String registry,
      Map<GitForm, IndexSource> sources,
      GitIndexOptions options,
      InstantSource clock) {
    this.registry = registry;
    this.sources = new EnumMap<>(sources);
    this.options = options;
    this.clock = clock;
  }

  /// The commit of a branch that stands for the store as it is now.
  IndexCommit update(IndexRepository repository, Branch branch) throws IOException {
    IndexCommit base = updateBase(repository, branch.form());
    Optional<IndexCommit> last = repository.at(branch.head());
    if (last.isEmpty()) {
      makeRoom(repository, branch.form());
    }
    try (ObjectInserter inserter = repository.git().newObjectInserter()) {
      ObjectId tree = withConfig(inserter, base.tree(), branch.config());
      if (last.isPresent() && last.get().tree().equals(tree)) {
        return last.get();
      }
      return commit(repository, branch, base.revision(), tree, last, inserter);
    }
  }

  private static ObjectId withConfig(ObjectInserter inserter, ObjectId base, String config)
      throws IOException {
    try (FileChanges changes = new FileChanges(inserter, base)) {
      changes.put("config.json", config.getBytes(StandardCharsets.UTF_8));
      ObjectId tree = changes.tree();
      inserter.flush();
      return tree;
    }
  }

  private IndexCommit commit(
      IndexRepository repository,
      Branch branch,
      long revision,
      ObjectId tree,
      Optional<IndexCommit> last,
      ObjectInserter inserter)
      throws IOException {
    boolean full = last.isPresent() && last.get().commits() >= options.history();
    List<ObjectId> parents =
        full ? List.of() : last.map(IndexCommit::id).map(List::of).orElse(List.of());
    int commits = parents.isEmpty() ? 1 : last.orElseThrow().commits() + 1;
    String message = IndexCommit.message(registry, revision, commits);
    ObjectId commit = IndexRepository.commit(inserter, tree, parents, message, clock.instant());
    inserter.flush();
    if (full) {
      repository.point(branch.kept(), last.orElseThrow().id());
      untidy = options.history();
    }
    repository.point(branch.head(), commit);
    untidy++;
    return repository.at(branch.head()).orElseThrow();
  }

  private IndexCommit updateBase(IndexRepository repository, GitForm form) throws IOException {
    IndexSource source = Objects.requireNonNull(sources.get(form), "every form has a source");
    Optional<IndexCommit> last = repository.at(Branch.base(form));
    boolean anew = last.isEmpty() || source.startsAnew(last.get().revision());
    long revision = anew ? 0 : last.get().revision();
    Amount amount = source.pending(revision);
    if (!anew && amount == Amount.NOTHING) {
      return last.get();
    }
    ObjectId tree = anew ? Constants.EMPTY_TREE_ID : last.get().tree();
    try (FileChanges changes = new FileChanges(inserter(repository, amount), tree)) {
      long written = source.write(changes, revision);
      IndexCommit base = writeBase(repository, form, changes, written, last);
      source.committed();
      return base;
    }
  }

  private static ObjectInserter inserter(IndexRepository repository, Amount amount) {
    return amount == Amount.MANY
        ? repository.git().getObjectDatabase().newPackInserter()
        : repository.git().newObjectInserter();
  }

  private IndexCommit writeBase(
      IndexRepository repository,
      GitForm form,
      FileChanges changes,
      long revision,
      Optional<IndexCommit> last)
      throws IOException {
    ObjectId tree = changes.tree();
    if (last.isPresent() && last.get().tree().equals(tree) && last.get().revision() == revision) {
      changes.inserter().flush();
      return last.get();
    }
    ObjectId commit =
        IndexRepository.commit(
            changes.inserter(),
            tree,
            List.of(),
            IndexCommit.message(registry, revision, 1),
            clock.instant());
    changes.inserter().flush();
    repository.point(Branch.base(form), commit);
    return repository.at(Branch.base(form)).orElseThrow();
  }

  /// Lets go of the branch that nobody has asked for longest, if there are too many.
  private void makeRoom(IndexRepository repository, GitForm form) throws IOException {
    SortedMap<Instant, String> idle = new TreeMap<>();
    List<String> heads = repository.references(Branch.heads(form));
    if (heads.size() < options.urls()) {
      return;
    }
    for (String head : heads) {
      Instant at = repository.at(head).map(IndexCommit::at).orElse(Instant.EPOCH);
      idle.put(at, head);
    }
    if (idle.firstKey().isAfter(clock.instant().minus(IDLE))) {
      throw new GitIndexUnavailableException(
          ("this server was asked under %d different URLs within an hour and keeps git indexes for no"
                  + " more; tell whoever runs it to set --public-url")
              .formatted(heads.size()),
          Duration.ofMinutes(1));
    }
    String oldest = idle.get(idle.firstKey());
    repository.remove(Objects.requireNonNull(oldest, "it was put"));
  }

  /// True if the repository should be tidied; asked after each update.
  boolean isUntidy() {
    return untidy >= options.history();
  }

  void tidied() {
    untidy = 0;
  }
}
