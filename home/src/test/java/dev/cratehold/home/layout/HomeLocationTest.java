package dev.cratehold.home.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.layout.HomeLocation.Located;
import dev.cratehold.home.layout.HomeLocation.Origin;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HomeLocationTest {
  private static final Path WORKING = Path.of("/here");
  private static final Path USER = Path.of("/home/user");

  private static Located find(Optional<Path> flag, String variable) {
    return HomeLocation.find(flag, Map.of("CARGO_HOME", variable), WORKING, USER);
  }

  private static Located at(String path, Origin origin) {
    return new Located(new CargoHome(Path.of(path)), origin);
  }

  @Test
  void find_nothingSaid_isBelowTheUsersDirectory() {
    assertThat(HomeLocation.find(Optional.empty(), Map.of(), WORKING, USER))
        .isEqualTo(at("/home/user/.cargo", Origin.DEFAULT));
  }

  @Test
  void find_emptyVariable_isBelowTheUsersDirectory() {
    assertThat(find(Optional.empty(), "")).isEqualTo(at("/home/user/.cargo", Origin.DEFAULT));
  }

  @Test
  void find_absoluteVariable_isThat() {
    assertThat(find(Optional.empty(), "/cargo")).isEqualTo(at("/cargo", Origin.ENVIRONMENT));
  }

  @Test
  void find_relativeVariable_countsFromTheWorkingDirectory() {
    assertThat(find(Optional.empty(), "cargo")).isEqualTo(at("/here/cargo", Origin.ENVIRONMENT));
  }

  @Test
  void find_option_comesBeforeTheVariable() {
    assertThat(find(Optional.of(Path.of("mine")), "/cargo"))
        .isEqualTo(at("/here/mine", Origin.OPTION));
  }
}
