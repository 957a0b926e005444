package dev.cratehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.ServeConfig;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.testing.FakeRegistry;
import dev.cratehold.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cratehold setup --check` beside a server that runs in this process.
final class CheckTest {
  @TempDir Path home;
  private CommandLineUser user = new CommandLineUser(Path.of("/"));
  private FakeRegistry registry = FakeRegistry.start();

  @BeforeEach
  void makeUser() {
    user = new CommandLineUser(home);
  }

  @AfterEach
  void stopRegistry() {
    registry.close();
  }

  private RunningServer serve(String... publicUrl) throws Failure {
    Map<String, List<String>> flags = new HashMap<>();
    flags.put("port", List.of("0"));
    flags.put("upstream", List.of(registry.sparseUrl().toString()));
    if (publicUrl.length > 0) {
      flags.put("public-url", List.of(publicUrl));
    }
    ServeConfig config = ConfigReader.read(flags, user.environment());
    return RunningServer.start(config, user.environment(), System.out);
  }

  private static String url(RunningServer server) {
    return "http://127.0.0.1:" + server.port();
  }

  private String refused() {
    Outcome outcome = user.run("setup", "--check");
    assertThat(outcome.code()).isEqualTo(1);
    return outcome.err();
  }

  @Test
  void check_setUpAndServing_saysSo() throws Exception {
    try (RunningServer server = serve()) {
      user.run("setup", url(server));

      assertThat(user.run("setup", "--check"))
          .isEqualTo(
              new Outcome(
                  0,
                  "",
                  """
                       Checked %s: replaces crates-io with cratehold
                       Checked sparse+%s/crates-io/: a Cratehold answers there
                  """
                      .formatted(user.cargoConfig(), url(server))));
    }
  }

  @Test
  void check_otherServerExpected_saysWhichItIs() throws Exception {
    try (RunningServer server = serve()) {
      user.run("setup", url(server));

      Outcome outcome = user.run("setup", "--check", "http://other");

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err())
          .contains("not at sparse+http://other/crates-io/", "run `cratehold setup http://other`");
    }
  }

  @Test
  void check_serverStopped_saysHowToGoOn() throws Exception {
    try (RunningServer server = serve()) {
      user.run("setup", url(server));
    }

    assertThat(refused()).contains("error: no answer from http://127.0.0.1:", "cratehold serve");
  }

  @Test
  void check_nothingReplaced_saysHowToSetUp() {
    assertThat(refused())
        .startsWith("error: cargo goes to crates.io directly: nothing replaces it\n  help: run ");
  }

  @Test
  void check_switchedOff_saysHowToSwitchOn() throws Exception {
    try (RunningServer server = serve()) {
      user.run("setup", url(server));
      user.run("setup", "--off");

      assertThat(refused()).contains("`cratehold setup --on`");
    }
  }

  @Test
  void check_projectOverridesHome_followsTheProject() throws Exception {
    try (RunningServer server = serve()) {
      user.run("setup", url(server));
      Path project = Files.createDirectories(home.resolve("p/.cargo")).resolveSibling("");
      Files.writeString(
          project.resolve(".cargo/config.toml"),
          "[source.crates-io]\nreplace-with = \"v\"\n[source.v]\ndirectory = \"v\"\n");

      assertThat(user.in(project).run("setup", "--check").err())
          .contains(project.resolve(".cargo/config.toml") + " replaces crates.io with \"v\"");
    }
  }

  @Test
  void check_variableOverridesTheIndex_followsTheVariable() throws Exception {
    try (RunningServer server = serve()) {
      user.run("setup", url(server));
      user.with("CARGO_REGISTRIES_CRATEHOLD_INDEX", "https://github.com/x/y");

      assertThat(refused())
          .contains("CARGO_REGISTRIES_CRATEHOLD_INDEX names no sparse index for the server");
    }
  }

  @Test
  void check_ownNameForTheServer_isFine() throws Exception {
    try (RunningServer server = serve()) {
      user.writeCargoConfig(
          "[source.crates-io]\nreplace-with = \"mine\"\n[registries.mine]\nindex = \"sparse+%s/crates-io/\"\n"
              .formatted(url(server)));

      assertThat(user.run("setup", "--check").code()).isZero();
    }
  }

  @Test
  void check_otherRegistry_saysThatItIsNoCratehold() throws IOException {
    user.writeCargoConfig(
        "[source.crates-io]\nreplace-with = \"mine\"\n[registries.mine]\nindex = \"%s\"\n"
            .formatted(registry.sparseUrl()));

    assertThat(refused()).contains("but it is no Cratehold");
  }

  @Test
  void check_publicUrlThatNobodyAnswers_namesTheOption() throws Exception {
    try (RunningServer server = serve("http://127.0.0.1:1")) {
      user.run("setup", url(server));

      assertThat(refused()).contains("127.0.0.1:1/crates-io/config.json", "--public-url");
    }
  }

  @Test
  void check_proxyInTheEnvironment_warns() throws Exception {
    try (RunningServer server = serve()) {
      user.run("setup", url(server));
      user.with("http_proxy", "http://proxy:3128");

      assertThat(user.run("setup", "--check").err())
          .contains("warning: http_proxy sends cargo to a proxy", "NO_PROXY=127.0.0.1");
    }
  }

  @Test
  void check_proxyWithException_doesNotWarn() throws Exception {
    try (RunningServer server = serve()) {
      user.run("setup", url(server));
      user.with("http_proxy", "http://proxy:3128").with("NO_PROXY", "localhost,127.0.0.1");

      assertThat(user.run("setup", "--check").err()).doesNotContain("warning");
    }
  }

  @Test
  void check_cargoIsOffline_warns() throws Exception {
    try (RunningServer server = serve()) {
      user.run("setup", url(server));
      user.with("CARGO_NET_OFFLINE", "true");

      assertThat(user.run("setup", "--check").err()).contains("stay offline by CARGO_NET_OFFLINE");
    }
  }

  private void pointCargoAt(FakeRegistry other, String cargoConfig) throws IOException {
    user.writeCargoConfig(
        "[source.crates-io]\nreplace-with = \"mine\"\n[registries.mine]\nindex = \"%s\"\n%s"
            .formatted(other.sparseUrl(), cargoConfig));
  }

  @Test
  void check_certificateOfAnUnknownAuthority_namesTheKeyOfCargo() throws Exception {
    TestCertificate certificate = TestCertificate.create(home);
    try (FakeRegistry other = FakeRegistry.builder().tls(certificate).start()) {
      pointCargoAt(other, "");

      assertThat(refused()).contains("no trusted connection to https://", "http.cainfo = \"FILE\"");
    }
  }

  @Test
  void check_authorityThatCargoIsTold_isTrusted() throws Exception {
    TestCertificate certificate = TestCertificate.create(home);
    Path relative = home.relativize(certificate.certificatePem());
    try (FakeRegistry other = FakeRegistry.builder().tls(certificate).start()) {
      pointCargoAt(other, "[http]\ncainfo = \"" + relative + "\"\n");

      assertThat(refused()).contains("but it is no Cratehold");
    }
  }

  @Test
  void check_authorityThatIsMissing_namesTheFile() throws Exception {
    try (RunningServer server = serve()) {
      user.run("setup", url(server));
      user.with("CARGO_HTTP_CAINFO", "/nowhere.pem");

      assertThat(refused()).contains("cannot read the authorities in /nowhere.pem");
    }
  }

  @Test
  void check_serverWithTls_isReachedByTheAuthorityThatCargoIsTold() throws Exception {
    TestCertificate certificate = TestCertificate.create(home);
    user.with("CRATEHOLD_TLS_CERT", certificate.certificatePem().toString())
        .with("CRATEHOLD_TLS_KEY", certificate.privateKeyPem().toString())
        .with("CARGO_HTTP_CAINFO", certificate.certificatePem().toString());
    try (RunningServer server = serve()) {
      user.run("setup", "https://127.0.0.1:" + server.port());

      assertThat(user.run("setup", "--check"))
          .extracting(Outcome::code, Outcome::out)
          .containsExactly(0, "");
    }
  }
}
