package dev.cratehold.mirror.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cratehold.mirror.sync.MirrorFilter.Content;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.IndexEntry;
import dev.cratehold.registry.IndexFile;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MirrorFilterTest {
  private static final Checksum CHECKSUM = new Checksum("ab".repeat(32));

  private static IndexEntry entry(String version) {
    return new IndexEntry(new CrateVersion(version), CHECKSUM, false);
  }

  private static IndexEntry yanked(String version) {
    return new IndexEntry(new CrateVersion(version), CHECKSUM, true);
  }

  private static IndexFile file(IndexEntry... entries) {
    return new IndexFile(new CrateName("foo"), List.of(entries));
  }

  private static MirrorFilter newest(int count) {
    return new MirrorFilter(List.of(), List.of(), OptionalInt.of(count), Content.CRATES);
  }

  private static List<String> versions(MirrorFilter filter, IndexFile file) {
    return filter.wanted("crates-io", file).stream().map(c -> c.version().value()).toList();
  }

  private static List<NamePattern> patterns(String... texts) {
    return Stream.of(texts).map(NamePattern::new).toList();
  }

  @Test
  void wanted_newest_takesTheHighestThatAreNotYankedFirst() {
    IndexFile file =
        file(entry("1.0.0"), entry("1.10.0"), yanked("2.0.0"), entry("1.9.0"), yanked("0.1.0"));

    assertThat(versions(newest(2), file)).containsExactly("1.10.0", "1.9.0");
    assertThat(versions(newest(4), file)).containsExactly("1.10.0", "1.9.0", "1.0.0", "2.0.0");
  }

  @Test
  void wanted_versionTwice_firstLineCounts() {
    IndexEntry second =
        new IndexEntry(new CrateVersion("1.0.0"), new Checksum("cd".repeat(32)), false);

    assertThat(MirrorFilter.ALL.wanted("crates-io", file(entry("1.0.0"), second)))
        .singleElement()
        .satisfies(crate -> assertThat(crate.checksum()).isEqualTo(CHECKSUM));
  }

  @Test
  void wanted_indexFilesAlone_isNothing() {
    MirrorFilter filter =
        new MirrorFilter(List.of(), List.of(), OptionalInt.empty(), Content.INDEX_FILES);

    assertThat(versions(filter, file(entry("1.0.0")))).isEmpty();
  }

  @Test
  void wants_includeAndExclude_excludeCountsMore() {
    MirrorFilter filter =
        new MirrorFilter(
            patterns("serde*", "foo"), patterns("serde_j?on"), OptionalInt.empty(), Content.CRATES);

    assertThat(filter.wants(new CrateName("Serde-derive"))).isTrue();
    assertThat(filter.wants(new CrateName("foo"))).isTrue();
    assertThat(filter.wants(new CrateName("serde-json"))).isFalse();
    assertThat(filter.wants(new CrateName("food"))).isFalse();
  }

  @Test
  void matches_starsInTheMiddle_goesBack() {
    NamePattern pattern = new NamePattern("a*b*c");

    assertThat(pattern.matches(new CrateName("aXbYbZc"))).isTrue();
    assertThat(pattern.matches(new CrateName("abc"))).isTrue();
    assertThat(pattern.matches(new CrateName("abcd"))).isFalse();
    assertThat(new NamePattern("*").matches(new CrateName("x"))).isTrue();
  }

  @Test
  void pattern_slash_isRefused() {
    assertThatThrownBy(() -> new NamePattern("a/b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a pattern of crate names");
  }
}
