package dev.cratehold.cli.home;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A daily run of `cratehold home gc --auto`, in the words of those who can start it: systemd as a
/// service with a timer, cron as a line.
///
/// @param launcher the command, as an absolute path
/// @param options of the run
record UserTimer(Path launcher, List<String> options) {
  static final String SERVICE = "cratehold-home.service";
  static final String TIMER = "cratehold-home.timer";
  static final String FIRST_LINE = "# Written by `cratehold home auto --install`.";

  UserTimer {
    options = List.copyOf(options);
  }

  /// The unit that runs it once.
  String service() {
    return """
    %s
    [Unit]
    Description=Clean the Cargo home
    Documentation=man:cratehold-home-gc(1)

    [Service]
    Type=oneshot
    ExecStart=%s
    Nice=19
    CPUSchedulingPolicy=batch
    IOSchedulingClass=idle
    NoNewPrivileges=yes
    """
        .formatted(FIRST_LINE, command(UserTimer::forSystemd));
  }

  /// The unit that runs it daily, and when the machine is on again if it was off.
  String timer() {
    return """
    %s
    [Unit]
    Description=Clean the Cargo home once a day

    [Timer]
    OnCalendar=daily
    RandomizedDelaySec=1h
    Persistent=yes

    [Install]
    WantedBy=timers.target
    """
        .formatted(FIRST_LINE);
  }

  /// The same for a crontab.
  String crontab() {
    return "@daily nice -n 19 " + command(UserTimer::forCron);
  }

  private String command(UnaryOperator<String> quoting) {
    return Stream.concat(Stream.of(launcher.toString(), "home", "gc", "--auto"), options.stream())
        .map(quoting)
        .collect(Collectors.joining(" "));
  }

  /// A word of a command as systemd reads it: `%` and `$` begin something else there.
  private static String forSystemd(String word) {
    String escaped = word.replace("\\", "\\\\").replace("%", "%%").replace("$", "$$");
    return isPlain(word) ? escaped : '"' + escaped.replace("\"", "\\\"") + '"';
  }

  /// A word of a command as a shell reads it; cron takes a `%` for the end of the line.
  private static String forCron(String word) {
    String quoted = isPlain(word) ? word : "'" + word.replace("'", "'\\''") + "'";
    return quoted.replace("%", "\\%");
  }

  private static boolean isPlain(String word) {
    return word.matches("[A-Za-z0-9/._:=+@,-]+");
  }
}
