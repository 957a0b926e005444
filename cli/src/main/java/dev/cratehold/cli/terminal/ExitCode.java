package dev.cratehold.cli.terminal;

/// What a process of `cratehold` ends with.
public enum ExitCode {
  DONE(0, "done"),
  FAILED(1, "failed"),
  USAGE(2, "wrong usage or configuration; nothing was done"),
  PARTLY(3, "partly done; the output says what is missing"),
  BUSY(4, "busy: something else holds what is needed; try again later"),
  STOPPED(130, "stopped by Ctrl-C; what was done by then is kept");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /// The number that the process ends with.
  public int number() {
    return number;
  }

  /// What it means, in a few words for the help.
  public String meaning() {
    return meaning;
  }
}
