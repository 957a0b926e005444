package dev.cratehold.acceptance;

import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// A home into which a real cargo has just fetched one crate, and the project that needs it.
///
/// For use by one thread.
final class FilledHome implements AutoCloseable {
  static final String DEPENDENCY = "[dependencies]\nfoo = \"1\"\n";

  private final FakeRegistry registry;
  private final Cargo cargo;
  private final Path project;
  private final HomeCommand command;

  private FilledHome(FakeRegistry registry, Cargo cargo, Path project, HomeCommand command) {
    this.registry = registry;
    this.cargo = cargo;
    this.project = project;
    this.command = command;
  }

  static FilledHome create(Path scratch) throws Exception {
    FakeRegistry registry =
        FakeRegistry.start().publish(CrateBuilder.crate("foo", "1.0.0").build());
    Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(registry.indexUrl());
    Path project = CargoProject.create(scratch, DEPENDENCY);
    cargo.run(project, "fetch").expectSuccess();
    return new FilledHome(registry, cargo, project, HomeCommand.on(cargo.home(), scratch));
  }

  Cargo cargo() {
    return cargo;
  }

  Path project() {
    return project;
  }

  /// `cratehold home` on it.
  HomeCommand command() {
    return command;
  }

  /// Whether the crate is there, extracted.
  boolean hasSource() throws IOException {
    Path sources = cargo.home().resolve("registry/src");
    try (Stream<Path> registries = Files.list(sources)) {
      return registries.anyMatch(
          directory -> Files.exists(directory.resolve("foo-1.0.0/.cargo-ok")));
    }
  }

  @Override
  public void close() {
    registry.close();
  }
}
