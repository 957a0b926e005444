package dev.cratehold.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CrateGraphTest {
  private static final CrateGraph GRAPH = CrateGraph.generate(1, 120);

  @Test
  void generate_sameSeed_givesSameCrates() {
    CrateGraph again = CrateGraph.generate(1, 120);

    assertThat(again.dependencies()).isEqualTo(GRAPH.dependencies());
    assertThat(again.all().stream().map(TestCrate::indexLine))
        .containsExactlyElementsOf(GRAPH.all().stream().map(TestCrate::indexLine).toList());
  }

  @Test
  void generate_otherSeed_givesOtherCrates() {
    assertThat(CrateGraph.generate(2, 10).current().getLast().checksum())
        .isNotEqualTo(GRAPH.current().get(9).checksum());
  }

  @Test
  void generate_120Crates_haveTheSizesOfARegistry() {
    List<Integer> sizes = GRAPH.current().stream().map(TestCrate::size).sorted().toList();

    assertThat(sizes).hasSize(120);
    assertThat(sizes.get(60)).isBetween(12_000, 28_000);
    assertThat(sizes.getLast()).isGreaterThan(10 << 20);
    assertThat(sizes.stream().filter(size -> size > 1_000_000)).hasSize(3);
  }

  @Test
  void generate_anyCrate_needsOnlyThoseBefore() {
    for (int i = 0; i < GRAPH.current().size(); i++) {
      String line = GRAPH.current().get(i).indexLine();
      GRAPH.current().stream()
          .skip(i)
          .forEach(later ->
              assertThat(line.substring(line.indexOf("deps")))
                  .doesNotContain("\"name\":\"" + later.name() + "\","));
    }
  }
}
