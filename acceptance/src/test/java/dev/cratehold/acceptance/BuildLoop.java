package dev.cratehold.acceptance;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A project that a real cargo builds from nothing again and again, in a home that it shares with
/// others. It needs crates that no other project needs, each of some files that are all compiled,
/// so that one lost file fails the build.
///
/// For use by one thread at a time.
final class BuildLoop {
  private static final int CRATES = 12;

  private final Cargo cargo;
  private final Path home;
  private final Path project;
  private final List<String> crates;
  private List<Path> left = List.of();
  private int builds;
  private int collected;
  private int extractedAgain;

  private BuildLoop(Cargo cargo, Path home, Path project, List<String> crates) {
    this.cargo = cargo;
    this.home = home;
    this.project = project;
    this.crates = crates;
  }

  /// The crates of project number `number`.
  static List<TestCrate> crates(int number) {
    return names(number)
        .map(name ->
            CrateBuilder.crate(name, "1.0.0")
                .file("src/lib.rs", "pub mod a;\npub mod b;\npub mod c;\n")
                .file("src/a.rs", "pub fn a() {}\n")
                .file("src/b.rs", "pub fn b() {}\n")
                .file("src/c.rs", "pub const C: &[u8] = include_bytes!(\"../assets/c.bin\");\n")
                .file("assets/c.bin", "c".repeat(1000))
                .build())
        .toList();
  }

  private static Stream<String> names(int number) {
    return IntStream.range(0, CRATES).mapToObj(i -> "loop-%d-crate-%02d".formatted(number, i));
  }

  static BuildLoop create(int number, Cargo cargo, Path home, Path scratch) throws IOException {
    String dependencies =
        names(number)
            .map(name -> name + " = \"1\"\n")
            .collect(Collectors.joining("", "[dependencies]\n", ""));
    List<String> crates = names(number).map(name -> name + "-1.0.0").toList();
    return new BuildLoop(cargo, home, CargoProject.create(scratch, dependencies), crates);
  }

  /// Builds once.
  ///
  /// @return what cargo said, if it failed
  Optional<String> build() throws IOException, InterruptedException {
    count();
    List<Path> absent = builds == 0 ? List.of() : missing(sources());
    Trees.delete(project.resolve("target"));
    Cargo.Result result = cargo.run(project, "build");
    extractedAgain += absent.size() - missing(absent).size();
    left = present();
    builds++;
    return result.exit() == 0 ? Optional.empty() : Optional.of(result.toString());
  }

  /// Notes what has gone since the last build.
  void count() {
    collected += missing(left).size();
    left = List.of();
  }

  private static List<Path> missing(List<Path> paths) {
    return paths.stream().filter(path -> !Files.exists(path)).toList();
  }

  private List<Path> sources() throws IOException {
    return below("registry/src", "");
  }

  private List<Path> present() throws IOException {
    return Stream.concat(sources().stream(), below("registry/cache", ".crate").stream())
        .filter(Files::exists)
        .toList();
  }

  private List<Path> below(String part, String extension) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> registries = Files.list(home.resolve(part))) {
      registries.forEach(
          registry -> crates.forEach(crate -> paths.add(registry.resolve(crate + extension))));
    }
    return paths;
  }

  /// About half of its crates, as `name-version`.
  List<String> half(SplittableRandom random) {
    return crates.stream().filter(_ -> random.nextBoolean()).toList();
  }

  int builds() {
    return builds;
  }

  /// How many sources and crate files were gone when the next build began.
  int collected() {
    return collected;
  }

  /// How many sources that had been gone a build made again.
  int extractedAgain() {
    return extractedAgain;
  }
}
