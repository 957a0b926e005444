package dev.cratehold.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ColorTest {
  @Test
  void decide_terminal_isOn() {
    assertThat(Color.decide(Map.of(), true)).isEqualTo(Color.ON);
  }

  @Test
  void decide_pipe_isOff() {
    assertThat(Color.decide(Map.of(), false)).isEqualTo(Color.OFF);
  }

  @Test
  void decide_noColorOnTerminal_isOff() {
    assertThat(Color.decide(Map.of("NO_COLOR", "1"), true)).isEqualTo(Color.OFF);
  }

  @Test
  void decide_emptyNoColorOnTerminal_isOn() {
    assertThat(Color.decide(Map.of("NO_COLOR", ""), true)).isEqualTo(Color.ON);
  }

  @Test
  void decide_forceOnPipe_isOn() {
    assertThat(Color.decide(Map.of("CLICOLOR_FORCE", "1"), false)).isEqualTo(Color.ON);
  }

  @Test
  void decide_forceZeroOnPipe_isOff() {
    assertThat(Color.decide(Map.of("CLICOLOR_FORCE", "0"), false)).isEqualTo(Color.OFF);
  }

  @Test
  void decide_noColorAndForce_isOff() {
    assertThat(Color.decide(Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1"), true))
        .isEqualTo(Color.OFF);
  }

  @Test
  void decide_cargoSaysAlways_goesBeforeNoColor() {
    assertThat(Color.decide(Map.of("CARGO_TERM_COLOR", "always", "NO_COLOR", "1"), false))
        .isEqualTo(Color.ON);
  }

  @Test
  void decide_cargoSaysNever_goesBeforeForce() {
    assertThat(Color.decide(Map.of("CARGO_TERM_COLOR", "never", "CLICOLOR_FORCE", "1"), true))
        .isEqualTo(Color.OFF);
  }

  @Test
  void decide_dumbTerminal_isOff() {
    assertThat(Color.decide(Map.of("TERM", "dumb"), true)).isEqualTo(Color.OFF);
  }

  @Test
  void isDumb_terminals_areToldApart() {
    assertThat(Color.isDumb(Map.of("TERM", "dumb"))).isTrue();
    assertThat(Color.isDumb(Map.of("TERM", "xterm"))).isFalse();
    assertThat(Color.isDumb(Map.of())).isFalse();
  }
}
