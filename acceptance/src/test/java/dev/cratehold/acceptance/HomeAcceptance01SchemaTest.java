package dev.cratehold.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.home.CargoHome;
import dev.cratehold.home.ItemId;
import dev.cratehold.home.lastuse.LastUseDatabase;
import dev.cratehold.home.lastuse.LastUseRow;
import dev.cratehold.home.lastuse.LastUseSnapshot;
import dev.cratehold.home.lastuse.LastUseState;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.CrateBuilder;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 1: the database of last uses that Cratehold makes is cargo's, and each goes on with what
/// the other made.
class HomeAcceptance01SchemaTest {
  private static final long NOW = 1_790_000_000;

  @TempDir private Path scratch;

  @Test
  void schema_ofAFreshDatabase_isCargos() throws Exception {
    try (FakeRegistry registry = registry()) {
      Cargo cargo = cargo(registry);
      fetch(cargo);
      CargoHome ours = new CargoHome(scratch);
      LastUseDatabase.open(ours, clock(NOW)).close();
      assertThat(HomeSnapshot.schema(ours.root())).isEqualTo(HomeSnapshot.schema(cargo.home()));
      assertThat(pragmas(ours.root())).isEqualTo(pragmas(cargo.home()));
    }
  }

  private static String pragmas(Path home) throws IOException, InterruptedException {
    return HomeSnapshot.sql(
        home,
        "PRAGMA user_version; PRAGMA journal_mode; PRAGMA page_size; PRAGMA encoding;"
            + " PRAGMA application_id; PRAGMA auto_vacuum; SELECT count(*) FROM global_data;");
  }

  @Test
  void cargo_onOurDatabase_goesOnWithoutAWarning() throws Exception {
    try (FakeRegistry registry = registry()) {
      Cargo cargo = cargo(registry);
      LastUseDatabase.open(new CargoHome(cargo.home()), clock(NOW)).close();
      assertThat(fetch(cargo).stderr()).doesNotContain("warning");
      assertThat(snapshot(cargo).rows()).hasSize(3);
    }
  }

  @Test
  void markUsed_onCargosDatabase_raisesItsTimes() throws Exception {
    try (FakeRegistry registry = registry()) {
      Cargo cargo = cargo(registry);
      fetch(cargo);
      mark(cargo, NOW + 301);
      assertThat(snapshot(cargo).rows())
          .extracting(LastUseRow::timestamp)
          .containsExactly(NOW + 301, NOW + 301, NOW);
      assertThat(fetch(cargo).stderr()).doesNotContain("warning");
    }
  }

  @Test
  void database_ofALaterCargo_servesBoth() throws Exception {
    try (FakeRegistry registry = registry()) {
      Cargo cargo = cargo(registry);
      fetch(cargo);
      HomeSnapshot.sql(
          cargo.home(),
          "ALTER TABLE registry_src ADD COLUMN extra TEXT DEFAULT 'x'; CREATE TABLE more (a);"
              + " INSERT INTO more VALUES (1); PRAGMA user_version = 8;");
      mark(cargo, NOW + 1000);
      assertThat(fetch(cargo).stderr()).doesNotContain("warning");
      assertThat(snapshot(cargo).schemaVersion()).isEqualTo(8);
      assertThat(
              HomeSnapshot.sql(cargo.home(), "SELECT extra FROM registry_src; SELECT a FROM more;"))
          .isEqualTo("x\n1\n");
    }
  }

  private static FakeRegistry registry() {
    return FakeRegistry.start().publish(CrateBuilder.crate("foo", "1.0.0").build());
  }

  private Cargo cargo(FakeRegistry registry) throws IOException {
    return Cargo.fresh(RealCargo.stable(), scratch)
        .mirror(registry.indexUrl())
        .environment("__CARGO_TEST_LAST_USE_NOW", Long.toString(NOW));
  }

  private Cargo.Result fetch(Cargo cargo) throws IOException, InterruptedException {
    Path project = CargoProject.create(scratch, "[dependencies]\nfoo = \"1\"\n");
    return cargo.run(project, "fetch").expectSuccess();
  }

  /// The index and the crate.
  private static void mark(Cargo cargo, long now) throws IOException {
    ItemId crate =
        snapshot(cargo).rows().stream()
            .map(LastUseRow::id)
            .filter(id -> id.name().endsWith(".crate"))
            .findFirst()
            .orElseThrow();
    try (LastUseDatabase database = LastUseDatabase.open(new CargoHome(cargo.home()), clock(now))) {
      database.markUsed(Map.of(crate, OptionalLong.of(1)));
    }
  }

  private static LastUseSnapshot snapshot(Cargo cargo) {
    return switch (LastUseDatabase.read(new CargoHome(cargo.home()))) {
      case LastUseState.Present(LastUseSnapshot snapshot) -> snapshot;
      case LastUseState other -> throw new AssertionError("not read: " + other);
    };
  }

  private static InstantSource clock(long seconds) {
    return InstantSource.fixed(Instant.ofEpochSecond(seconds));
  }
}
