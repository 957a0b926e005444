package dev.cratehold.acceptance;

import dev.cratehold.home.CargoDuration;
import dev.cratehold.home.CargoHome;
import dev.cratehold.home.CargoSize;
import dev.cratehold.home.ItemKind;
import dev.cratehold.home.compat.CompatCollector;
import dev.cratehold.home.compat.CompatLimit;
import dev.cratehold.home.compat.CompatListener;
import dev.cratehold.home.compat.CompatMode;
import dev.cratehold.home.compat.CompatOptions;
import dev.cratehold.home.compat.CompatReport;
import dev.cratehold.home.compat.CompatTexts;
import dev.cratehold.home.lock.Patience;
import dev.cratehold.posix.Posix;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.SyntheticHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One set of options of `cargo clean gc`, for the real cargo and for Cratehold's imitation of it.
///
/// @param options as on a command line, each followed by its value
/// @param now in seconds since the epoch
record CompatCase(List<String> options, long now) {
  private static final Map<String, ItemKind> AGES =
      Map.of(
          "--max-src-age", ItemKind.SRC,
          "--max-crate-age", ItemKind.CRATE,
          "--max-index-age", ItemKind.INDEX,
          "--max-git-co-age", ItemKind.GIT_CHECKOUT,
          "--max-git-db-age", ItemKind.GIT_DB);

  private static final Map<String, CompatLimit> SIZES =
      Map.of(
          "--max-src-size", CompatLimit.SRCS,
          "--max-crate-size", CompatLimit.CRATES,
          "--max-git-size", CompatLimit.GIT,
          "--max-download-size", CompatLimit.DOWNLOADS);

  /// Options picked by a seed, that fit a home.
  static CompatCase random(SplittableRandom random, SyntheticHome home) {
    List<String> options = new ArrayList<>();
    boolean withAges = random.nextInt(3) > 0;
    boolean withSizes = random.nextInt(2) == 0;
    if (withAges) {
      AGES.keySet().stream().sorted().forEach(o -> addAge(o, random, home, options));
      addAge("--max-download-age", random, home, options);
    }
    if (withSizes) {
      long most = Math.max(home.crateBytes() + home.srcBytes(), 1);
      SIZES.keySet().stream().sorted().forEach(o -> addSize(o, random, most, options));
    }
    return new CompatCase(options, home.now());
  }

  private static void addAge(
      String option, SplittableRandom random, SyntheticHome home, List<String> options) {
    if (random.nextInt(3) > 0) {
      return;
    }
    boolean atEdge = !home.times().isEmpty() && random.nextInt(3) == 0;
    options.add(option);
    if (atEdge) {
      long time = home.times().get(random.nextInt(home.times().size()));
      options.add(Math.max(0, home.now() - time + random.nextInt(-1, 2)) + " seconds");
    } else {
      options.add(random.nextInt(120) + " days");
    }
  }

  private static void addSize(
      String option, SplittableRandom random, long most, List<String> options) {
    if (random.nextInt(3) == 0) {
      options.add(option);
      options.add(random.nextInt(5) == 0 ? "0" : Long.toString(random.nextLong(most)));
    }
  }

  /// What a run came to.
  ///
  /// @param lines what was said last
  record Outcome(int exit, String stdout, List<String> lines) {}

  /// Runs the real cargo.
  Outcome byCargo(Path home, Path scratch, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(RealCargo.stable().executable().toString());
    command.addAll(List.of("clean", "gc", "-Zgc"));
    command.addAll(options);
    command.addAll(Arrays.asList(more));
    Path out = Files.createTempFile(scratch, "out", "");
    Path err = Files.createTempFile(scratch, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CARGO"));
    builder.environment().put("CARGO_HOME", home.toString());
    builder.environment().put("RUSTC", RealCargo.stable().rustc().toString());
    builder.environment().put("RUSTC_BOOTSTRAP", "1");
    builder.environment().put("__CARGO_TEST_LAST_USE_NOW", Long.toString(now));
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("cargo did not end: " + Files.readString(err));
    }
    return new Outcome(process.exitValue(), Files.readString(out), Files.readAllLines(err));
  }

  /// Does the same by Cratehold's library, in this process; a dry run with `-v`.
  Outcome byCratehold(Path home, CompatMode mode) throws IOException {
    CompatCollector collector =
        new CompatCollector(
            new CargoHome(home),
            Posix.system(),
            InstantSource.fixed(Instant.ofEpochSecond(now)),
            what -> {
              throw new AssertionError("blocking on " + what);
            });
    Listing listing = new Listing();
    CompatReport report =
        mode == CompatMode.DRY_RUN
            ? collector.preview(asked(), listing)
            : collector.collect(asked(), new Patience.None(), CompatListener.SILENT);
    if (!(report instanceof CompatReport.Done done)) {
      throw new AssertionError("not done: " + report);
    }
    Stream<String> warning =
        mode == CompatMode.DRY_RUN ? Stream.of(CompatTexts.DRY_RUN_WARNING) : Stream.empty();
    return new Outcome(
        0, listing.toString(), Stream.concat(Stream.of(done.summary()), warning).toList());
  }

  /// What cargo prints of single paths in a dry run with `-v`.
  private static final class Listing implements CompatListener {
    private final StringBuilder lines = new StringBuilder();

    @Override
    public boolean wantsListing() {
      return true;
    }

    @Override
    public void listed(Path path) {
      lines.append(path).append('\n');
    }

    @Override
    public String toString() {
      return lines.toString();
    }
  }

  private CompatOptions asked() {
    CompatOptions.Builder builder = CompatOptions.builder();
    for (int i = 0; i < options.size(); i += 2) {
      String option = options.get(i);
      String value = options.get(i + 1);
      if (option.equals("--max-download-age")) {
        builder.downloadAge(CargoDuration.parse(value));
      }
      Optional.ofNullable(AGES.get(option))
          .ifPresent(kind -> builder.age(kind, CargoDuration.parse(value)));
      Optional.ofNullable(SIZES.get(option))
          .ifPresent(limit -> builder.size(limit, CargoSize.parse(value)));
    }
    return builder.build();
  }
}
