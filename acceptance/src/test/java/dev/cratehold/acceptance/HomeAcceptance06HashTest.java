package dev.cratehold.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cratehold.home.layout.DirectoryNames;
import dev.cratehold.home.layout.SourceKind;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.CargoProject;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Test 6 of the Cargo home: the names of directories that are computed from URLs are those that
/// cargo gives them.
///
/// Nothing is fetched from anywhere. Git refuses every transport, by which time cargo has made the
/// directory; hosts of sparse registries are all reached through one proxy, a registry on loopback.
class HomeAcceptance06HashTest {
  private static final List<String> GIT =
      List.of(
          "https://github.com/rust-lang/cargo.git",
          "https://github.com/Rust-Lang/Cargo",
          "http://github.com/Rust-Lang/Cargo/",
          "https://GitHub.com/a/b.c.git/",
          "https://gitlab.example/Group/Project.git",
          "https://gitlab.example/group/project",
          "https://gitlab.example/group/project//",
          "https://git.example:8443/x",
          "https://git.example:443/x",
          "http://git.example",
          "http://git.example/",
          "https://user@git.example/x.git",
          "ssh://git@git.example:22/x/y.git",
          "ssh://git@[2001:DB8::1]:2222/r",
          "git://git.example/with%20blank",
          "https://git.example/a/../b/./c?query=1",
          "file:///srv/git/repository.git",
          "file:///srv/git/Repository/",
          "https://[2001:db8:0:0:0:0:0:1]/x",
          "https://bücher.example/Straße");

  private static final List<String> GIT_REGISTRIES =
      List.of(
          "https://github.com/Some-One/Index.git",
          "https://registry.example/git/index",
          "ssh://git@registry.example:22/index.git",
          "file:///srv/index");

  private static final List<String> SPARSE_REGISTRIES =
      List.of(
          "sparse+http://registry.example/index/",
          "sparse+http://Registry.Example/index/",
          "sparse+http://registry.example:80/index/",
          "sparse+http://registry.example:8080/index/",
          "sparse+http://127.0.0.1:9/index/",
          "sparse+http://[::1]:9/index/");

  private static final String CRATES_IO = "https://github.com/rust-lang/crates.io-index";
  private static final String OTHER_DEPENDENCY = "dep = { version = \"1\", registry = \"other\" }";

  @TempDir private Path scratch;

  @Test
  void git_ofEveryUrl_isTheNameThatCargoGives() throws Exception {
    for (String url : GIT) {
      Cargo cargo = withoutTransports();
      cargo.run(project("dep = { git = \"" + url + "\" }"), "fetch").expectFailure();

      assertThat(names(cargo.home().resolve("git/db")))
          .as(url)
          .containsExactly(DirectoryNames.git(url));
    }
  }

  @Test
  void registry_ofEveryGitUrl_isTheNameThatCargoGives() throws Exception {
    for (String url : GIT_REGISTRIES) {
      Cargo cargo = withoutTransports().config(registry(url));
      cargo.run(project(OTHER_DEPENDENCY), "fetch").expectFailure();

      assertThat(names(cargo.home().resolve("registry/index")))
          .as(url)
          .containsExactly(DirectoryNames.registry(SourceKind.REGISTRY, url));
    }
  }

  @Test
  void registry_ofCratesIo_isTheNameThatCargoGives() throws Exception {
    Cargo git = withoutTransports().environment("CARGO_REGISTRIES_CRATES_IO_PROTOCOL", "git");
    git.run(project("dep = \"1\""), "fetch").expectFailure();
    // Named as another registry, crates.io is what it always is: its sparse index.
    Cargo sparse = withoutTransports().config(registry(CRATES_IO));
    sparse.run(project(OTHER_DEPENDENCY), "fetch").expectFailure();

    assertThat(names(git.home().resolve("registry/index")))
        .containsExactly(DirectoryNames.registry(SourceKind.REGISTRY, CRATES_IO));
    assertThat(names(sparse.home().resolve("registry/index")))
        .containsExactly(
            DirectoryNames.registry(SourceKind.SPARSE_REGISTRY, "https://index.crates.io/"));
  }

  @Test
  void registry_ofEverySparseUrl_isTheNameThatCargoGives() throws Exception {
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext("/", HomeAcceptance06HashTest::answerAsAnyRegistry);
    proxy.start();
    try {
      for (String url : SPARSE_REGISTRIES) {
        Cargo cargo = withoutTransports().config(registry(url));
        cargo.environment("CARGO_HTTP_PROXY", "http://127.0.0.1:" + proxy.getAddress().getPort());
        cargo.run(project(OTHER_DEPENDENCY), "fetch").expectFailure();

        assertThat(names(cargo.home().resolve("registry/index")))
            .as(url)
            .containsExactly(DirectoryNames.registry(SourceKind.SPARSE_REGISTRY, url));
      }
    } finally {
      proxy.stop(0);
    }
  }

  /// A registry that has no crate.
  private static void answerAsAnyRegistry(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean config = exchange.getRequestURI().getPath().endsWith("/config.json");
      byte[] body = config ? "{\"dl\":\"http://127.0.0.1:9\"}".getBytes(US_ASCII) : new byte[0];
      exchange.sendResponseHeaders(config ? 200 : 404, config ? body.length : -1);
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void registry_ofADirectoryOfFiles_isTheNameThatCargoGives() throws Exception {
    Path directory = LocalRegistry.create(scratch.resolve("local"), "dep", "1.0.0");
    Cargo cargo =
        Cargo.fresh(RealCargo.stable(), scratch).config(LocalRegistry.replacing(directory));
    cargo.run(project("dep = \"1\""), "check").expectSuccess();

    assertThat(names(cargo.home().resolve("registry/src")))
        .containsExactly(
            DirectoryNames.registry(SourceKind.LOCAL_REGISTRY, directory.toUri().toString()));
  }

  @Test
  void workspacePathHash_ofEveryManifest_isTheNameThatCargoGives() throws Exception {
    for (String name : List.of("a", "straße", "with blank", "deeper/and/deeper")) {
      Path parent = Files.createDirectories(scratch.resolve("workspaces").resolve(name));
      Path project = CargoProject.create(parent, "[workspace]");
      Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch);
      cargo.environment("CARGO_BUILD_BUILD_DIR", "{cargo-cache-home}/build/{workspace-path-hash}");
      cargo.run(project, "check").expectSuccess();

      Path manifest = project.toRealPath().resolve("Cargo.toml");
      assertThat(cargo.home().resolve("build").resolve(DirectoryNames.workspacePathHash(manifest)))
          .isDirectory();
    }
  }

  private Cargo withoutTransports() throws IOException {
    return Cargo.fresh(RealCargo.stable(), scratch)
        .environment("GIT_ALLOW_PROTOCOL", "none")
        .environment("CARGO_NET_GIT_FETCH_WITH_CLI", "true")
        .environment("CARGO_NET_RETRY", "0");
  }

  private static String registry(String url) {
    return "[registries.other]\nindex = \"" + url + "\"\n";
  }

  private Path project(String dependency) throws IOException {
    return CargoProject.create(scratch, "[dependencies]\n" + dependency);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }
}
