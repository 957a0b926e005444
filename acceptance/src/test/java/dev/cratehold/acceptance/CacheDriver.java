package dev.cratehold.acceptance;

import dev.cratehold.cas.index.LineFormat;
import dev.cratehold.testing.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A program that does with the library of somebody else what it is told: cacache-rs, or a version
/// of npm's cacache. `acceptance/install-clients` builds them from `benchmarks/cas/peers`; one that
/// is missing is an error that says so. Each call is a process of its own.
///
/// ```java
/// CacheDriver rust = CacheDriver.rust();
/// rust.applyAll(cache, script);
/// SortedMap<String, CacheEntry> entries = rust.dump(cache);
/// ```
///
/// @param format which of the two forms of the index it writes and reads
record CacheDriver(String label, LineFormat format, List<String> command) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /// The crate `cacache`.
  static CacheDriver rust() {
    return new CacheDriver(
        "cacache-rs", LineFormat.RUST, List.of(Clients.executable("cas/bin/cas-peer").toString()));
  }

  /// The version of npm's package that this project follows.
  static CacheDriver npm20() {
    return npm("20.0.4");
  }

  /// The version after it, which marks its directories with a `CACHEDIR.TAG`.
  static CacheDriver npm21() {
    return npm("21.0.2");
  }

  private static CacheDriver npm(String version) {
    Path script = Clients.file("cas/cacache-" + version + "/index.js");
    return new CacheDriver(
        "npm's cacache " + version,
        LineFormat.NPM,
        List.of(Clients.executable("cas/node").toString(), script.toString()));
  }

  /// Which sizes it records.
  ExpectedCache.Sizes sizes() {
    return switch (format) {
      case RUST -> ExpectedCache.Sizes.DECLARED;
      case NPM -> ExpectedCache.Sizes.TRUE;
    };
  }

  /// Does what a script says, line by line, and goes on after a failure.
  List<CacheOutcome> apply(Path cache, Path script) throws IOException, InterruptedException {
    return run(1, List.of("apply", cache.toString(), script.toString())).stream()
        .map(CacheOutcome::parse)
        .toList();
  }

  /// The same.
  ///
  /// @throws AssertionError if anything of it failed
  void applyAll(Path cache, Path script) throws IOException, InterruptedException {
    for (CacheOutcome outcome : apply(cache, script)) {
      if (outcome instanceof CacheOutcome.Failed failed) {
        throw new AssertionError(label + ": " + failed);
      }
    }
  }

  /// All live entries by their key, each of them read.
  ///
  /// @throws AssertionError if the library could not list them
  SortedMap<String, CacheEntry> dump(Path cache) throws IOException, InterruptedException {
    SortedMap<String, CacheEntry> entries = new TreeMap<>();
    for (String line : run(0, List.of("dump", cache.toString()))) {
      CacheEntry entry = CacheEntry.parse(line);
      if (entries.put(entry.key(), entry) != null) {
        throw new AssertionError(label + " lists a key twice: " + entry);
      }
    }
    return entries;
  }

  /// Runs npm's own `verify`, which repairs, collects, and counts what it did.
  CacheVerification verify(Path cache) throws IOException, InterruptedException {
    return CacheVerification.parse(run(0, List.of("verify", cache.toString())).getLast());
  }

  /// What a JavaScript expression comes to, in which `cacache` is npm's library and `args` are
  /// these words.
  Json evaluate(String expression, String... arguments) throws IOException, InterruptedException {
    String script =
        """
        const [at, ...args] = process.argv.slice(1)
        const cacache = require(at)
        Promise.resolve(%s).then(value => console.log(JSON.stringify(value ?? null)))
        """
            .formatted(expression);
    Path library = Path.of(command.getLast()).resolveSibling("node_modules/cacache");
    List<String> words = List.of(command.getFirst(), "-e", script, library.toString());
    return Json.parse(new CacheDriver(label, format, words).run(0, List.of(arguments)).getLast());
  }

  /// Tortures a cache.
  Hammering.Counts hammer(Path cache, Hammering hammering)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("hammer", cache.toString()));
    arguments.addAll(hammering.arguments());
    return Hammering.Counts.parse(run(1, arguments).getLast());
  }

  /// What the driver prints, if it ends with 0 or, where that means a failure that it printed, 1.
  private List<String> run(int greatestExit, List<String> arguments)
      throws IOException, InterruptedException {
    Path printed = Files.createTempFile("driver-", ".out");
    Path complaints = Files.createTempFile("driver-", ".err");
    try {
      int exit = wait(start(arguments, printed, complaints), arguments);
      if (exit < 0 || exit > greatestExit) {
        throw new AssertionError(
            "%s %s ended with %d: %s"
                .formatted(label, arguments, exit, Files.readString(complaints)));
      }
      return Files.readAllLines(printed);
    } finally {
      Files.delete(printed);
      Files.delete(complaints);
    }
  }

  private Process start(List<String> arguments, Path printed, Path complaints) throws IOException {
    List<String> words = new ArrayList<>(command);
    words.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectOutput(printed.toFile())
            .redirectError(complaints.toFile());
    builder.environment().remove("NODE_OPTIONS");
    return builder.start();
  }

  private int wait(Process process, List<String> arguments) throws InterruptedException {
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(label + " " + arguments + " did not end in " + LIMIT);
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return label;
  }
}
