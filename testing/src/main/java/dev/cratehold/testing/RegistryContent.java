package dev.cratehold.testing;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.DownloadTemplate;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a fake registry has published: the crates, and the index files made of their lines. Guarded
/// by its own monitor.
final class RegistryContent {
  private final DownloadTemplate template;
  private final Map<String, IndexDocument> index = new HashMap<>();
  private final Map<String, List<TestCrate>> crates = new HashMap<>();
  private final Map<String, TestCrate> downloads = new HashMap<>();

  /// An index file and how many times it has changed.
  record IndexDocument(Buffer body, int revision) {}

  /// @param downloads the path of `dl`, markers included
  RegistryContent(String downloads) {
    template = new DownloadTemplate("http://localhost" + downloads);
  }

  synchronized void publish(TestCrate crate) {
    versions(crate.name()).add(crate);
    downloads.put(downloadPath(crate), crate);
    rebuild(crate.name());
  }

  synchronized void change(CrateName name, CrateVersion version, UnaryOperator<TestCrate> change) {
    List<TestCrate> versions = versions(name);
    for (int i = 0; i < versions.size(); i++) {
      TestCrate old = versions.get(i);
      if (old.version().equals(version)) {
        TestCrate changed = change.apply(old);
        versions.set(i, changed);
        downloads.remove(downloadPath(old));
        downloads.put(downloadPath(changed), changed);
        rebuild(name);
        return;
      }
    }
    throw new IllegalStateException("%s %s is not published".formatted(name, version));
  }

  synchronized void remove(CrateName name) {
    versions(name).forEach(crate -> downloads.remove(downloadPath(crate)));
    crates.remove(name.indexPath());
    index.remove(name.indexPath());
  }

  synchronized void putIndexFile(CrateName name, byte[] body) {
    int revision = indexFile(name.indexPath()).map(IndexDocument::revision).orElse(0) + 1;
    index.put(name.indexPath(), new IndexDocument(Buffer.buffer(body), revision));
  }

  synchronized void renew() {
    index.replaceAll(
        (path, document) -> new IndexDocument(document.body(), document.revision() + 1000));
  }

  synchronized Optional<IndexDocument> indexFile(String path) {
    return Optional.ofNullable(index.get(path));
  }

  /// The crate that the template puts at this path; `%2B` counts as `+`.
  synchronized Optional<TestCrate> download(String path) {
    return Optional.ofNullable(downloads.get(path.replace("%2B", "+")));
  }

  synchronized Optional<TestCrate> find(String name, String version) {
    return versions(name).stream().filter(c -> c.version().value().equals(version)).findFirst();
  }

  /// The versions of a crate in the order in which they were published; none if there is no crate.
  synchronized List<TestCrate> versions(String name) {
    return crates.values().stream()
        .flatMap(List::stream)
        .filter(c -> c.name().value().equals(name))
        .toList();
  }

  /// All crates by name, each with its versions.
  synchronized List<List<TestCrate>> everything() {
    return crates.values().stream()
        .filter(versions -> !versions.isEmpty())
        .map(List::copyOf)
        .sorted(Comparator.comparing(versions -> versions.getFirst().name().value()))
        .toList();
  }

  /// The path at which the template puts this crate.
  String downloadPath(TestCrate crate) {
    return template.expand(crate.name(), crate.version(), crate.checksum()).getRawPath();
  }

  private List<TestCrate> versions(CrateName name) {
    return crates.computeIfAbsent(name.indexPath(), path -> new ArrayList<>());
  }

  private void rebuild(CrateName name) {
    StringBuilder lines = new StringBuilder();
    versions(name).forEach(crate -> lines.append(crate.indexLine()).append('\n'));
    putIndexFile(name, lines.toString().getBytes(StandardCharsets.UTF_8));
  }
}
