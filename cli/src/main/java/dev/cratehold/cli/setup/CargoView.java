package dev.cratehold.cli.setup;

import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Cargo's configuration as cargo sees it in one directory: the files from there up, then that of
/// its home, and the environment variables that go before them.
final class CargoView {
  private final Environment environment;

  /// The strongest first.
  private final List<Source> files;

  /// A value and where it stands.
  ///
  /// @param origin a file or an environment variable
  record Found(String value, String origin) {}

  private record Source(Path file, CargoToml toml) {}

  private CargoView(Environment environment, List<Source> files) {
    this.environment = environment;
    this.files = files;
  }

  /// Reads the configuration files.
  static CargoView read(Environment environment, Path directory) throws Failure {
    List<Source> files = new ArrayList<>();
    for (Path file : CargoConfigFiles.effective(directory, environment.cargoHome())) {
      Optional<String> text = new TextFile(file).read();
      if (text.isPresent()) {
        files.add(new Source(file, CargoToml.parse(file.toString(), text.get())));
      }
    }
    return new CargoView(environment, files);
  }

  /// What replaces crates.io. Cargo has no environment variable for that.
  Optional<Found> replacement() {
    return inFiles("source", "crates-io", "replace-with");
  }

  /// Where the registry or source of this name has its index.
  Optional<Found> index(String name) {
    String variable =
        "CARGO_REGISTRIES_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_INDEX";
    return environment
        .variable(variable)
        .map(value -> new Found(value, variable))
        .or(() -> inFiles("registries", name, "index"))
        .or(() -> inFiles("source", name, "registry"));
  }

  /// The HTTP proxy that cargo uses for `http://` or `https://`, unless `NO_PROXY` names the host.
  Optional<Found> proxy(String scheme, String host) {
    if (noProxy().anyMatch(entry -> entry.equals("*") || isSuffix(entry, host))) {
      return Optional.empty();
    }
    Stream<String> variables =
        scheme.equals("https")
            ? Stream.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
            : Stream.of("http_proxy", "all_proxy", "ALL_PROXY");
    return variable("CARGO_HTTP_PROXY")
        .or(() -> inFiles("http", "proxy"))
        .or(() -> variables.map(this::variable).flatMap(Optional::stream).findFirst());
  }

  /// The file of the authorities that cargo trusts, if it is told one. Cargo reads a relative path
  /// as one from the directory that holds `.cargo`.
  Optional<Path> authorities() {
    return variable("CARGO_HTTP_CAINFO")
        .map(found -> environment.workingDirectory().resolve(found.value()))
        .or(() ->
            inFiles("http", "cainfo")
                .map(found -> Path.of(found.origin()).resolve("../..").resolve(found.value())))
        .or(() ->
            variable("SSL_CERT_FILE")
                .map(found -> environment.workingDirectory().resolve(found.value())))
        .map(Path::normalize);
  }

  /// Whether cargo asks no server at all.
  Optional<Found> offline() {
    return variable("CARGO_NET_OFFLINE").filter(found -> found.value().equals("true"));
  }

  private Optional<Found> variable(String name) {
    return environment.variable(name).map(value -> new Found(value, name));
  }

  private Optional<Found> inFiles(String... path) {
    return files.stream()
        .flatMap(source ->
            source.toml().string(List.of(path)).stream()
                .map(value -> new Found(value, source.file().toString())))
        .findFirst();
  }

  private Stream<String> noProxy() {
    return Stream.of("no_proxy", "NO_PROXY")
        .flatMap(name -> environment.variable(name).stream())
        .flatMap(list -> Stream.of(list.split("[,\\s]+")));
  }

  private static boolean isSuffix(String entry, String host) {
    String domain = entry.startsWith(".") ? entry.substring(1) : entry;
    return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
  }
}
