package dev.cratehold.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.Validators;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An index in a git repository on this disk. The way over HTTP is tried with a real git in the
/// acceptance tests.
class GitIndexTest {
  private static final CrateName SERDE = new CrateName("serde");
  private static final String CONFIG =
      """
      {"dl":"https://crates.example/{crate}/{version}","api":"https://crates.example"}
      """;

  private final FakeClock clock = new FakeClock();
  @TempDir private Path directory;
  private Path work;
  private Path clone;
  private Git repository;
  private GitIndex index;

  @BeforeEach
  void open() throws Exception {
    JgitSystem.install();
    work = directory.resolve("work");
    clone = directory.resolve("clones/one");
    repository = Git.init().setDirectory(work.toFile()).call();
    commit("config.json", CONFIG);
    commit(SERDE.indexPath(), lines("1.0.0"));
    index = newIndex();
  }

  @AfterEach
  void close() {
    index.close();
    repository.close();
  }

  private GitIndex newIndex() {
    return new GitIndex(work.toUri(), new GitClone(work.toUri(), clone, new NoHttp(), clock));
  }

  /// The repository is reached as a file.
  private static final class NoHttp implements HttpConnectionFactory {
    @Override
    public HttpConnection create(java.net.URL url) throws IOException {
      throw new IOException("no request was to be made");
    }

    @Override
    public HttpConnection create(java.net.URL url, java.net.Proxy proxy) throws IOException {
      return create(url);
    }
  }

  private static String lines(String... versions) {
    StringBuilder lines = new StringBuilder();
    for (String version : versions) {
      lines.append(CrateBuilder.crate("serde", version).build().indexLine()).append('\n');
    }
    return lines.toString();
  }

  private void commit(String path, String text) throws Exception {
    Path file = work.resolve(path);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
    repository.add().addFilepattern(path).call();
    commit();
  }

  private void commit() throws Exception {
    repository
        .commit()
        .setAuthor("a", "a@example.com")
        .setCommitter("a", "a@example.com")
        .setSign(false)
        .setMessage("x")
        .call();
  }

  private void later() {
    clock.advance(Duration.ofSeconds(6));
  }

  private IndexAnswer.Changed serde() throws Exception {
    return (IndexAnswer.Changed) index.index(SERDE, Validators.NONE);
  }

  @Test
  void index_file_isGivenByteForByte() throws Exception {
    IndexAnswer.Changed answer = serde();

    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(lines("1.0.0"));
    assertThat(answer.validators().etag())
        .hasValueSatisfying(tag -> assertThat(tag).matches("\"[0-9a-f]{40}\""));
  }

  @Test
  void index_asKnown_isUnchangedAlsoWhenOtherFilesChanged() throws Exception {
    Validators known = serde().validators();
    commit("3/b/bar", "{}");
    later();

    assertThat(index.index(SERDE, known)).isEqualTo(new IndexAnswer.Unchanged(known));
  }

  @Test
  void index_changed_isSeenAfterSomeSeconds() throws Exception {
    Validators known = serde().validators();
    commit(SERDE.indexPath(), lines("1.0.0", "1.1.0"));
    later();

    assertThat(index.index(SERDE, known))
        .isInstanceOfSatisfying(
            IndexAnswer.Changed.class, changed -> assertThat(changed.file().entries()).hasSize(2));
  }

  @Test
  void index_noFile_isAbsent() throws Exception {
    assertThat(index.index(new CrateName("nothing"), Validators.NONE))
        .isInstanceOf(IndexAnswer.Absent.class);
  }

  @Test
  void index_historyReplaced_goesOn() throws Exception {
    serde();
    repository.checkout().setOrphan(true).setName("squashed").call();
    commit(SERDE.indexPath(), lines("2.0.0"));
    later();

    assertThat(serde().file().entries()).hasSize(1);
  }

  @Test
  void index_repositoryGone_failsAndIsNotAbsent() throws Exception {
    serde();
    Files.move(work, directory.resolve("away"));
    later();

    assertThatExceptionOfType(UpstreamException.class)
        .isThrownBy(this::serde)
        .withMessageContaining("git index");

    Files.move(directory.resolve("away"), work);
    assertThat(serde().file().entries()).hasSize(1);
  }

  @Test
  void index_rubbish_isMalformed() throws Exception {
    commit(SERDE.indexPath(), "<html>");
    later();

    assertThatExceptionOfType(UpstreamException.class)
        .isThrownBy(this::serde)
        .satisfies(e -> assertThat(e.kind()).isEqualTo(UpstreamException.Kind.MALFORMED));
  }

  @Test
  void index_damagedClone_isMadeAnew() throws Exception {
    serde();
    index.close();
    destroyObjects();
    index = newIndex();

    assertThatExceptionOfType(UpstreamException.class).isThrownBy(this::serde);
    assertThat(serde().file().entries()).hasSize(1);
  }

  private void destroyObjects() throws IOException {
    try (Stream<Path> files = Files.walk(clone.resolve("objects"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        assertThat(file.toFile().setWritable(true)).isTrue();
        Files.write(file, file.toString().endsWith(".idx") ? bytes : new byte[bytes.length]);
      }
    }
  }

  @Test
  void index_afterClose_failsAndLeavesTheClone() throws Exception {
    serde();
    index.close();

    assertThatExceptionOfType(UpstreamException.class).isThrownBy(this::serde);

    assertThat(clone.resolve("HEAD")).exists();
  }

  @Test
  void index_cloneDeletedMeanwhile_isMadeAnew() throws Exception {
    serde();
    Files.move(clone, directory.resolve("deleted"));
    later();

    assertThat(serde().file().entries()).hasSize(1);
  }

  @Test
  void index_locksOfAKilledProcess_areNoObstacle() throws Exception {
    serde();
    index.close();
    Files.createFile(clone.resolve("refs/heads/upstream.lock"));
    Files.createFile(clone.resolve("shallow.lock"));
    commit(SERDE.indexPath(), lines("1.0.0", "1.1.0"));
    index = newIndex();

    assertThat(serde().file().entries()).hasSize(2);
  }

  @Test
  void config_inTheRepository_isRead() throws Exception {
    assertThat(index.config(Deadline.NONE).api()).contains("https://crates.example");
  }

  @Test
  void names_all_areThoseOfIndexFilesAlone() throws Exception {
    commit("README.md", "x");
    commit("wr/on/place", "x");
    commit("3/b/bar", "{}");
    later();

    assertThat(index.names().crates()).extracting(CrateName::value).containsExactly("bar", "serde");
  }

  @Test
  void changedSince_earlierMoment_tellsWhatCameChangedAndWent() throws Exception {
    commit("3/b/bar", "{}");
    String marker = index.names().marker();
    commit("3/f/foo", "{}");
    commit(SERDE.indexPath(), lines("1.0.0", "1.1.0"));
    repository.rm().addFilepattern("3/b/bar").call();
    commit();
    later();

    Catalog.Names changed = index.changedSince(marker).orElseThrow();

    assertThat(changed.crates())
        .extracting(CrateName::value)
        .containsExactly("bar", "foo", "serde");
    assertThat(index.changedSince(changed.marker()).orElseThrow().crates()).isEmpty();
  }

  @Test
  void changedSince_unknownMarker_cannotBeTold() throws Exception {
    List<String> markers = List.of("0".repeat(40), "", "rubbish");

    for (String marker : markers) {
      assertThat(index.changedSince(marker)).isEqualTo(Optional.empty());
    }
  }
}
