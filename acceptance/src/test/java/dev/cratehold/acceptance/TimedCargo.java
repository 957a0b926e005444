package dev.cratehold.acceptance;

import dev.cratehold.home.layout.DirectoryNames;
import dev.cratehold.home.layout.SourceKind;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import dev.cratehold.testing.TestCrate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A real cargo of which the test sets the time, with a registry that has the crates `one` and
/// `two`.
///
/// For use by one thread.
final class TimedCargo implements AutoCloseable {
  private final Path scratch;
  private final FakeRegistry registry;
  private final Cargo cargo;

  private TimedCargo(Path scratch, FakeRegistry registry, Cargo cargo) {
    this.scratch = scratch;
    this.registry = registry;
    this.cargo = cargo;
  }

  /// Starts the registry.
  static TimedCargo start(Path scratch) throws IOException {
    FakeRegistry registry =
        FakeRegistry.start()
            .publish(
                CrateBuilder.crate("one", "1.0.0").build(),
                CrateBuilder.crate("two", "1.0.0").build());
    Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(registry.indexUrl());
    return new TimedCargo(scratch, registry, cargo);
  }

  /// Sets a variable of cargo's environment from now on.
  TimedCargo environment(String name, String value) {
    cargo.environment(name, value);
    return this;
  }

  TimedCargo config(String toml) throws IOException {
    cargo.config(toml);
    return this;
  }

  /// A project that needs what these lines of `[dependencies]` say.
  Path project(String dependencies) throws IOException {
    return CargoProject.create(scratch, "[dependencies]\n" + dependencies);
  }

  /// Runs cargo at a time, in seconds since the epoch.
  Cargo.Result run(long at, Path project, String... arguments)
      throws IOException, InterruptedException {
    cargo.environment("__CARGO_TEST_LAST_USE_NOW", Long.toString(at));
    return cargo.run(project, arguments).expectSuccess();
  }

  Path home() {
    return cargo.home();
  }

  /// The home as it is now.
  HomeState state() throws IOException {
    return HomeState.of(home());
  }

  /// The directory of the only registry.
  String index() throws IOException {
    return only("registry/index");
  }

  /// The directory of the registry, if there are others.
  String mirrorIndex() throws IOException {
    try (Stream<Path> all = Files.list(home().resolve("registry/index"))) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("127.0.0.1-"))
          .findFirst()
          .orElseThrow();
    }
  }

  /// The URL of the index.
  URI indexUrl() {
    return registry.indexUrl();
  }

  /// Gives cargo another registry, whose index is a git repository and which has the crate `one`.
  ///
  /// @param index becomes the repository
  /// @return its directory below `registry/index`
  String addGitRegistry(Path index, String name) throws Exception {
    TestCrate one = CrateBuilder.crate("one", "1.0.0").build();
    GitRepository repository = GitRepository.create(index, "unused");
    Files.createDirectories(index.resolve(one.name().indexPath()).resolveSibling(""));
    Files.writeString(index.resolve(one.name().indexPath()), one.indexLine() + "\n");
    Files.writeString(
        index.resolve("config.json"),
        "{\"dl\":\"%s\"}".formatted(registry.indexUrl().resolve("/dl")));
    repository.commit("");
    config("[registries.%s]\nindex = \"%s\"\n".formatted(name, repository.url()));
    return DirectoryNames.registry(SourceKind.REGISTRY, repository.url());
  }

  /// The directory of the only git repository.
  String repository() throws IOException {
    return only("git/db");
  }

  private String only(String base) throws IOException {
    try (Stream<Path> all = Files.list(home().resolve(base))) {
      return all.map(path -> path.getFileName().toString())
          .reduce(TimedCargo::noSecond)
          .orElseThrow();
    }
  }

  private static String noSecond(String one, String other) {
    throw new AssertionError("not only " + one + " but also " + other);
  }

  @Override
  public void close() {
    registry.close();
  }
}
