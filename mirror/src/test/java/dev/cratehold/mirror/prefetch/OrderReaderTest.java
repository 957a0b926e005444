package dev.cratehold.mirror.prefetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.cratehold.mirror.prefetch.Skipped.Reason;
import dev.cratehold.registry.SparseUrl;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OrderReaderTest {
  private static final String SUM = "a".repeat(64);
  private static final OrderReader READER =
      new OrderReader(
          RegistrySources.ofCratesIo(List.of(SparseUrl.parse("sparse+https://mirror.example/x/"))));

  private static List<String> items(String list) throws MalformedOrderException {
    return READER.list("crates.txt", list).wanted().stream().map(Wanted::item).toList();
  }

  @Test
  void list_allForms_areTheCratesThatTheyMean() throws Exception {
    String list =
        """
        # what everybody needs
        serde
          tokio@1.47.1   # this one

        rand = 0.9.2
        log = "0.4.28"
        libc = '0.2.0'
        anyhow@^1
        time@>=0.3, <0.4
        syn = "2"
        quote@1.*
        Inflector=0.11
        """;

    assertThat(items(list))
        .containsExactly(
            "serde",
            "tokio@1.47.1",
            "rand@0.9.2",
            "log@0.4.28",
            "libc@0.2.0",
            "anyhow@^1",
            "time@>=0.3, <0.4",
            "syn@2",
            "quote@1.*",
            "Inflector@0.11");
    assertThat(READER.list("crates.txt", list).wanted())
        .map(Wanted::selector)
        .satisfies(selectors -> {
          assertThat(selectors.get(0)).isInstanceOf(Selector.Newest.class);
          assertThat(selectors.subList(1, 5)).allMatch(Selector.Exactly.class::isInstance);
          assertThat(selectors.subList(5, 10)).allMatch(Selector.Matching.class::isInstance);
        });
  }

  @Test
  void list_sources_areTheLines() throws Exception {
    assertThat(READER.list("crates.txt", "\na\n#\nb\r\n").wanted())
        .map(Wanted::source)
        .containsExactly("crates.txt:2", "crates.txt:4");
  }

  @TestFactory
  Stream<DynamicTest> list_malformedLine_namesFileAndLine() {
    return Map.of(
            "two words", "`two words` is not a crate",
            "../evil", "`../evil` is not the name of a crate",
            "a@", "`a@` is neither a version nor a requirement",
            "a@latest", "`a@latest` is neither a version nor a requirement",
            "a = \"1", "`a = \"1` is neither a version nor a requirement",
            "@1", "`@1` is not a crate",
            "https://example.com/x", "`https://example.com/x` is not the name of a crate",
            "1a", "`1a` is not the name of a crate")
        .entrySet()
        .stream()
        .map(row ->
            dynamicTest(
                row.getKey(),
                () ->
                    assertThatThrownBy(() -> READER.list("crates.txt", "ok\n" + row.getKey()))
                        .isInstanceOf(MalformedOrderException.class)
                        .hasMessageStartingWith("crates.txt:2: " + row.getValue())));
  }

  private static String locked(String name, String source) {
    return """
    [[package]]
    name = "%s"
    version = "1.0.0"
    source = "%s"
    checksum = "%s"

    """
        .formatted(name, source, SUM);
  }

  @Test
  void lockFile_sources_onlyTheRegistrysOwnAreFetched() throws Exception {
    String lock =
        """
        version = 4

        [[package]]
        name = "app"
        version = "0.1.0"

        """
            + locked("one", "registry+https://github.com/rust-lang/crates.io-index")
            + locked("two", "sparse+https://index.crates.io/")
            + locked("three", "sparse+https://mirror.example/x/")
            + locked("four", "registry+https://mirror.example/x")
            + locked("private", "sparse+https://crates.corp.example/index/")
            + locked("older", "registry+https://git.corp.example/index")
            + locked("evil", "sparse+https://index.crates.io/other/")
            + locked("forked", "git+https://git.example/forked?branch=main#0123456")
            + locked("local", "path+file:///srv/local")
            + locked("vendored", "directory+file:///srv/vendor");

    PrefetchOrder order = READER.read("Cargo.lock", lock);

    assertThat(order.locked())
        .map(LockedCrate::item)
        .containsExactly("one@1.0.0", "two@1.0.0", "three@1.0.0", "four@1.0.0");
    assertThat(order.locked()).allMatch(crate -> crate.checksum().isPresent());
    assertThat(order.skipped())
        .containsExactly(
            new Skipped("app@0.1.0", Reason.PATH, "Cargo.lock"),
            new Skipped("private@1.0.0", Reason.OTHER_REGISTRY, "Cargo.lock"),
            new Skipped("older@1.0.0", Reason.OTHER_REGISTRY, "Cargo.lock"),
            new Skipped("evil@1.0.0", Reason.OTHER_REGISTRY, "Cargo.lock"),
            new Skipped("forked@1.0.0", Reason.GIT, "Cargo.lock"),
            new Skipped("local@1.0.0", Reason.PATH, "Cargo.lock"),
            new Skipped("vendored@1.0.0", Reason.OTHER_SOURCE, "Cargo.lock"));
  }

  @Test
  void read_content_tellsLockFilesFromLists() throws Exception {
    String ofVersion1 =
        """
        [[package]]
        name = "one"
        version = "1.0.0"
        source = "registry+https://github.com/rust-lang/crates.io-index"

        [metadata]
        "checksum one 1.0.0 (registry+https://github.com/rust-lang/crates.io-index)" = "%s"
        """
            .formatted(SUM);

    assertThat(READER.read("x", ofVersion1).locked()).hasSize(1);
    assertThat(READER.read("x", ofVersion1).locked().getFirst().checksum()).isPresent();
    assertThat(READER.read("x", "version = 4\nserde\n").wanted()).hasSize(2);
    assertThat(READER.read("x", "# This file is automatically @generated by Cargo.\nversion = 3\n"))
        .isEqualTo(PrefetchOrder.NOTHING);
  }

  @Test
  void lockFile_malformed_namesFileAndLine() {
    assertThatThrownBy(() -> READER.read("a/Cargo.lock", "version = 4\n[[package]]\nname = 7\n"))
        .isInstanceOf(MalformedOrderException.class)
        .hasMessageContaining("a/Cargo.lock: line 2 of the lock file");
  }
}
