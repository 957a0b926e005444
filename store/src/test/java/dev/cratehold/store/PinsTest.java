package dev.cratehold.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinsTest {
  @TempDir private Path directory;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    store = Samples.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private static Pin pin(String name, String owner) {
    return new Pin(Samples.REGISTRY, new CrateName(name), Optional.empty(), owner);
  }

  private static Pin pin(String name, String version, String owner) {
    return new Pin(
        Samples.REGISTRY, new CrateName(name), Optional.of(new CrateVersion(version)), owner);
  }

  private List<Pin> all() throws IOException {
    return store.pins().all().stream().map(PlacedPin::pin).toList();
  }

  @Test
  void remove_pinnedByTwo_leavesThePinOfTheOther() throws IOException {
    store.pins().add(List.of(pin("foo", "one"), pin("foo", "two")));

    assertThat(store.pins().remove(List.of(pin("foo", "one")))).isEqualTo(1);

    assertThat(all()).containsExactly(pin("foo", "two"));
  }

  @Test
  void remove_everyVersion_leavesThePinOfOne() throws IOException {
    store.pins().add(List.of(pin("foo", "one"), pin("foo", "1.0.0", "one")));

    assertThat(store.pins().remove(List.of(pin("foo", "one")))).isEqualTo(1);

    assertThat(all()).containsExactly(pin("foo", "1.0.0", "one"));
  }

  @Test
  void removeAll_ofAnOwner_leavesThoseOfOthers() throws IOException {
    store.pins().add(List.of(pin("foo", "one"), pin("bar", "one"), pin("foo", "two")));

    assertThat(store.pins().removeAll("one")).isEqualTo(2);

    assertThat(all()).containsExactly(pin("foo", "two"));
  }

  @Test
  void replaceAll_ofAnOwner_leavesTheseAndThoseOfOthers() throws IOException {
    store.pins().add(List.of(pin("foo", "one"), pin("bar", "one"), pin("foo", "two")));

    store.pins().replaceAll("one", List.of(pin("bar", "one"), pin("baz", "one")));

    assertThat(all()).containsExactly(pin("bar", "one"), pin("baz", "one"), pin("foo", "two"));
  }

  @Test
  void replaceAll_pinOfAnotherOwner_isRefusedAndChangesNothing() throws IOException {
    store.pins().add(List.of(pin("foo", "one")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.pins().replaceAll("one", List.of(pin("bar", "two"))));

    assertThat(all()).containsExactly(pin("foo", "one"));
  }
}
