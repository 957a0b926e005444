package dev.cratehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cratehold.cli.CommandLineUser.Outcome;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import dev.cratehold.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cratehold serve --check-config`.
final class ConfigCheckTest {
  @TempDir Path home;

  private Outcome check(String... flags) {
    List<String> command = new ArrayList<>(List.of("serve", "--check-config"));
    command.addAll(List.of(flags));
    return new CommandLineUser(home).run(command.toArray(String[]::new));
  }

  private Path data() {
    return home.resolve(".local/share/cratehold");
  }

  @Test
  void check_noConfiguration_printsTheDefaultsAndMakesNothing() {
    Outcome outcome = check("--port", "0");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("port = 0                                         # --port\n")
        .contains("bind = \"127.0.0.1\"                               # default\n")
        .contains("# public-url =                                   # not set\n")
        .contains("upstream = [\"sparse+https://index.crates.io/\"]   # default\n")
        .contains("data = \"" + data() + "\"");
    assertThat(outcome.err())
        .endsWith("     Checked the configuration: `cratehold serve` will start with it\n");
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void check_whatItPrints_isAConfigurationThatComesToTheSame() throws IOException {
    Path file = home.resolve("printed.toml");
    Outcome first = check("--port", "0", "--drain", "5s", "--trusted-proxy", "10.0.0.0/8");
    Files.writeString(file, first.out());

    Outcome second = check("--config", file.toString());

    assertThat(second.code()).isZero();
    assertThat(withoutOrigins(second.out())).isEqualTo(withoutOrigins(first.out()));
    assertThat(second.out()).contains("# " + file + ":1\n");
  }

  private static List<String> withoutOrigins(String settings) {
    return settings.lines().map(line -> line.substring(0, line.lastIndexOf(" # "))).toList();
  }

  @Test
  void check_mistakes_areAllNamedAndExitWithTwo() {
    Outcome outcome = check("--port", "x", "--index-ttl", "y");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("error: --port: `x`", "error: --index-ttl: `y`");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void check_configurationFileIsMissing_exitsWithTwo() {
    Outcome outcome = check("--config", "/nowhere.toml");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("error: cannot read the configuration file /nowhere.toml");
  }

  @Test
  void check_portInUse_warnsOnly() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Outcome outcome = check("--port", Integer.toString(taken.getLocalPort()));

      assertThat(outcome.code()).isZero();
      assertThat(outcome.err()).contains("warning: cannot listen on 127.0.0.1 port");
    }
  }

  @Test
  void check_addressOfAnotherMachine_isAnError() {
    Outcome outcome = check("--port", "0", "--bind", "192.0.2.1", "--open");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("this machine has no such address");
  }

  @Test
  void check_authorityIsMissing_isAnError() {
    Outcome outcome = check("--port", "0", "--upstream-ca", "/nowhere.pem");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("/nowhere.pem");
  }

  @Test
  void check_accessLogInNoDirectory_isAnErrorAndMakesNone() {
    Path file = home.resolve("logs/access.log");

    Outcome outcome = check("--port", "0", "--access-log", file.toString());

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("error: cannot write the access log " + file);
    assertThat(file.resolveSibling("")).doesNotExist();
  }

  @Test
  void check_accessLogThatCanBeWritten_isFineAndNotMade() {
    Path file = home.resolve("access.log");

    Outcome outcome = check("--port", "0", "--access-log", file.toString());

    assertThat(outcome.code()).isZero();
    assertThat(file).doesNotExist();
  }

  @Test
  void check_dataDirectoryOfSomebodyElse_isAnErrorAndLeftAlone() throws IOException {
    Path data = Files.createDirectories(home.resolve("thesis"));
    Files.writeString(data.resolve("thesis.tex"), "precious");

    Outcome outcome = check("--port", "0", "--data", data.toString());

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("error: cannot open the store in " + data, "it holds thesis.tex");
    assertThat(data).isDirectoryNotContaining("glob:**cratehold*");
  }

  @Test
  void check_storeThatIsThere_isFine() throws IOException {
    Store.open(data(), StoreOptions.defaults(), InstantSource.system()).close();

    assertThat(check("--port", "0").err())
        .contains("     Checked the data directory: there is a store in " + data() + "\n");
  }

  @Test
  void check_directoryThatCannotBeMade_isAnError() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "");

    Outcome outcome = check("--port", "0", "--data", file.resolve("data").toString());

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(file + " is not a directory");
  }

  @Test
  void check_certificateThatIsMissing_isAnError() {
    Outcome outcome =
        check("--port", "0", "--tls-cert", "/nowhere.pem", "--tls-key", "/nowhere.key");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("error: cannot serve https", "/nowhere.pem");
  }

  @Test
  void check_certificateWithItsKey_isFine() throws Exception {
    TestCertificate certificate = TestCertificate.create(home);

    Outcome outcome =
        check(
            "--port",
            "0",
            "--tls-cert",
            certificate.certificatePem().toString(),
            "--tls-key",
            certificate.privateKeyPem().toString());

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err())
        .contains("Checked the certificate in " + certificate.certificatePem());
  }

  @Test
  void check_json_isOneObject() {
    Outcome outcome = check("--port", "0", "--access-log", "/nowhere/x", "--json");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .hasLineCount(1)
        .startsWith(
            "{\"valid\":false,\"settings\":[{\"name\":\"port\",\"values\":[\"0\"],\"origin\":\"--port\"},")
        .contains(
            "\"problems\":[{\"message\":\"cannot write the access log /nowhere/x\",\"causes\":[],\"help\":\"");
  }

  @Test
  void check_jsonOfMistakes_listsThem() {
    Outcome outcome = check("--port", "x", "--json");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out())
        .isEqualTo(
            "{\"valid\":false,\"settings\":[],\"warnings\":[],\"problems\":[{\"message\":"
                + "\"--port: `x` is not a port, a number from 0 to 65535\",\"causes\":[]}]}\n");
  }
}
