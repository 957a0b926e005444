package dev.cratehold.acceptance.cratesio;

import dev.cratehold.acceptance.Cratehold;
import dev.cratehold.registry.Checksum;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.RegistryConfig;
import dev.cratehold.testing.Cargo;
import dev.cratehold.testing.RealCargo;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The crates.io at hand, which may be a mirror in its place, asked by `curl` and thus
/// independently of what is under test.
final class CratesIo {
  static final URI INDEX = URI.create("https://index.crates.io/");

  private CratesIo() {}

  /// The machine's own way out: its proxies and authorities, if it has any.
  static Map<String, String> wayOut() {
    Map<String, String> variables = new HashMap<>();
    System.getenv()
        .forEach((name, value) -> {
          if (name.toLowerCase(Locale.ROOT).endsWith("_proxy")) {
            variables.put(name, value);
          }
        });
    return variables;
  }

  /// A cargo that goes straight to crates.io.
  static Cargo direct(Path scratch) throws IOException {
    Cargo cargo = Cargo.fresh(RealCargo.stable(), scratch);
    wayOut().forEach(cargo::environment);
    return cargo;
  }

  static RegistryConfig config() throws IOException, InterruptedException {
    return RegistryConfig.parse(bytes(command("curl", "-sSfL", INDEX + "config.json")));
  }

  /// Downloads a crate's file into `directory`.
  static Path download(CrateName name, CrateVersion version, Path directory)
      throws IOException, InterruptedException {
    String lines = command("curl", "-sSfL", INDEX.resolve(name.indexPath()).toString());
    Checksum checksum = IndexFile.parse(name, bytes(lines)).checksum(version).orElseThrow();
    Path file = directory.resolve(name + "-" + version + ".crate");
    URI url = config().dl().expand(name, version, checksum);
    command("curl", "-sSfL", "-o", file.toString(), url.toString());
    return file;
  }

  /// The head of an answer: status line and headers, in lower case.
  static String head(String url, String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("curl", "-sSL", "-o", "/dev/null", "-D", "-"));
    command.addAll(List.of(options));
    command.add(url);
    return command(command.toArray(String[]::new)).toLowerCase(Locale.ROOT);
  }

  /// Runs a command to its end.
  ///
  /// @return what it printed
  /// @throws AssertionError if it failed
  static String command(String... command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("command-", ".txt");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      byte[] printed = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + Files.readString(errors));
      }
      return new String(printed, StandardCharsets.UTF_8);
    } finally {
      Files.delete(errors);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// From now on its connections end at a port where nobody listens.
  static void cutOff(Cratehold cratehold) {
    for (String variable : List.of("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")) {
      cratehold.environment(variable, "http://127.0.0.1:1");
    }
  }
}
