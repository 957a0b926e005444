package dev.cratehold.upstream;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.MalformedIndexException;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.registry.Validators;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// An index in a git repository, read from a clone here. The entity tag of an index file is the
/// name of its blob, and the marker of a moment is the name of a commit.
final class GitIndex implements RegistryIndex, Catalog {
  private final URI url;
  private final GitClone clone;

  GitIndex(URI url, GitClone clone) {
    this.url = url;
    this.clone = clone;
  }

  @Override
  public IndexAnswer index(CrateName name, Validators known)
      throws UpstreamException, InterruptedException {
    Asked asked = asked("the index file of " + name);
    Optional<GitClone.File> file = find(name.indexPath());
    if (file.isEmpty()) {
      return new IndexAnswer.Absent();
    }
    Validators validators =
        new Validators(Optional.of('"' + file.get().blob().name() + '"'), Optional.empty());
    return known.equals(validators)
        ? new IndexAnswer.Unchanged(validators)
        : SparseIndex.changed(asked, name, read(asked, file.get()), validators);
  }

  private Asked asked(String what) {
    return new Asked(what, url, Map.of());
  }

  private Optional<GitClone.File> find(String path) throws UpstreamException, InterruptedException {
    ObjectId commit = clone.head();
    try {
      return clone.find(commit, path);
    } catch (IOException e) {
      throw damaged(asked(path), e);
    }
  }

  private byte[] read(Asked asked, GitClone.File file) throws UpstreamException {
    try {
      return clone.read(file);
    } catch (IOException e) {
      throw damaged(asked, e);
    }
  }

  /// A clone that cannot be read is made anew.
  private UpstreamException damaged(Asked asked, IOException cause) {
    if (cause instanceof GitClone.NotOpenException) {
      return Failures.malformed(asked, "the clone of the repository is closed; try again", cause);
    }
    clone.discard();
    return Failures.malformed(
        asked, "the clone of the repository cannot be read and is made anew; try again", cause);
  }

  @Override
  public RegistryConfig config(Deadline deadline) throws UpstreamException, InterruptedException {
    Asked asked = asked("config.json");
    Optional<GitClone.File> file = find("config.json");
    if (file.isEmpty()) {
      throw Failures.malformed(
          asked, "the repository has no config.json, so it is no registry index", null);
    }
    try {
      return RegistryConfig.parse(read(asked, file.get()));
    } catch (MalformedIndexException e) {
      throw Failures.malformed(asked, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Optional<Catalog> catalog() {
    return Optional.of(this);
  }

  @Override
  public Names names() throws UpstreamException, InterruptedException {
    ObjectId commit = clone.head();
    try {
      return names(commit, clone.paths(commit));
    } catch (IOException e) {
      throw damaged(asked("the names of all crates"), e);
    }
  }

  @Override
  public Optional<Names> changedSince(String marker)
      throws UpstreamException, InterruptedException {
    ObjectId commit = clone.head();
    if (!ObjectId.isId(marker)) {
      return Optional.empty();
    }
    try {
      return clone.changed(ObjectId.fromString(marker), commit).map(paths -> names(commit, paths));
    } catch (IOException e) {
      throw damaged(asked("what changed"), e);
    }
  }

  @Override
  public Optional<byte[]> file(CrateName name) throws UpstreamException, InterruptedException {
    Optional<GitClone.File> file = find(name.indexPath());
    return file.isPresent()
        ? Optional.of(read(asked("the index file of " + name), file.get()))
        : Optional.empty();
  }

  private static Names names(ObjectId commit, List<String> paths) {
    List<CrateName> crates =
        paths.stream().flatMap(path -> CrateName.ofIndexPath(path).stream()).toList();
    return new Names(commit.name(), crates);
  }

  @Override
  public void close() {
    clone.close();
  }
}
