package dev.cratehold.cas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The table of behaviours in `docs/cas.md`.
final class BehaviourTableTest {
  private static final Path PAGE = Path.of("../docs/cas.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d+) \\|.*\\| `(\\w+)\\.(\\w+)` \\|$");
  private static final int BEHAVIOURS = 77;

  @Test
  void table_ofBehaviours_namesATestOfEach() throws IOException, ReflectiveOperationException {
    List<Integer> numbers = new ArrayList<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      int number = Integer.parseInt(row.group(1));
      Method test =
          Class.forName("dev.cratehold.cas." + row.group(2)).getDeclaredMethod(row.group(3));
      numbers.add(number);

      assertThat(test.getAnnotation(Test.class)).as(row.group()).isNotNull();
      assertThat(test.getAnnotation(Behaviour.class).value()).as(row.group()).isEqualTo(number);
    }

    assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, BEHAVIOURS).boxed().toList());
  }
}
