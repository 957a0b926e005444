package dev.cratehold.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidatorsTest {
  @Test
  void isPresent_eitherGiven_isTrue() {
    assertThat(new Validators(Optional.of("\"x\""), Optional.empty()).isPresent()).isTrue();
    assertThat(new Validators(Optional.empty(), Optional.of("date")).isPresent()).isTrue();
  }

  @Test
  void isPresent_none_isFalse() {
    assertThat(Validators.NONE.isPresent()).isFalse();
  }
}
