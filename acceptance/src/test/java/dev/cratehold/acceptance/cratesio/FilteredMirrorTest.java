package dev.cratehold.acceptance.cratesio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.acceptance.Cratehold;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mirror of the newest versions of a few hundred popular crates of crates.io.
@Tag("cratesio")
class FilteredMirrorTest {
  private static final String NAMES = "/popular-crates.txt";

  @TempDir private Path scratch;

  @Test
  void sync_popularCrates_buildsWithoutTheUpstream() throws Exception {
    Path names = scratch.resolve("names.txt");
    Files.writeString(names, popular());
    try (Cratehold cratehold = Cratehold.start(scratch, CratesIo.wayOut(), CratesIo.INDEX)) {
      List<String> options = List.of("--names", names.toString(), "--newest", "2");
      Cratehold.Outcome synced = mirror(cratehold, "sync", options);
      assertThat(synced.exit()).as(synced.output()).isZero();
      System.out.println(synced.output().strip());
      Cratehold.Outcome again = mirror(cratehold, "sync", options);
      assertThat(again.output()).as("nothing is fetched twice").contains("Fetched 0 crate files");
      Cratehold.Outcome verified = mirror(cratehold, "verify", List.of("--checksums"));
      assertThat(verified.exit()).as(verified.output()).isZero();

      cratehold.stop();
      CratesIo.cutOff(cratehold);
      cratehold.restart();
      Path project =
          CargoProject.create(
              scratch,
              """
              [dependencies]
              serde = { version = "1", features = ["derive"] }
              serde_json = "1"
              anyhow = "1"
              thiserror = "2"
              regex = "1"
              log = "0.4"
              itoa = "1"
              memchr = "2"
              bitflags = "2"
              once_cell = "1"
              """);
      Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch).mirror(cratehold.index());
      cargo.run(project, "build").expectSuccess();
      Cargo old =
          Cargo.fresh(RealCargo.stable(), scratch)
              .config(
                  "[source.crates-io]\nreplace-with = \"m\"\n[source.m]\nregistry = \"%s\"\n"
                      .formatted(cratehold.index().resolve("/git/cached/crates-io")));
      old.run(project, "fetch", "--locked").expectSuccess();
    }
  }

  private static Cratehold.Outcome mirror(Cratehold cratehold, String command, List<String> options)
      throws Exception {
    String[] words = new String[options.size() + 2];
    words[0] = "mirror";
    words[1] = command;
    for (int i = 0; i < options.size(); i++) {
      words[i + 2] = options.get(i);
    }
    return cratehold.run(words);
  }

  private static String popular() throws IOException {
    try (InputStream names = FilteredMirrorTest.class.getResourceAsStream(NAMES)) {
      assertThat(names).as(NAMES).isNotNull();
      return new String(names.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
