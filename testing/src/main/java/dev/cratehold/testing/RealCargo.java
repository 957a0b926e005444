package dev.cratehold.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// An executable of the real cargo on this machine, and the rustc that it is to use.
/// `acceptance/install-clients` puts them there; one that is missing is an error that says so.
///
/// @param label what tests call it
/// @param executable the cargo itself, not rustup's proxy for it, which would need rustup's home
/// @param rustc the compiler
public record RealCargo(String label, Path executable, Path rustc) {
  /// The cargo of rustup's default toolchain.
  public static RealCargo stable() {
    return ofToolchain("stable", defaultToolchain());
  }

  /// The newest nightly toolchain of rustup.
  public static RealCargo nightly() {
    return ofToolchain("nightly", newest("nightly-"));
  }

  /// Debian's cargo, unpacked into the directory of [Clients]. It uses the stable compiler.
  public static RealCargo debian() {
    return new RealCargo(
        "debian", Clients.executable("debian-cargo/usr/bin/cargo"), stable().rustc);
  }

  /// Cargo 1.65, unpacked beside Debian's other one. It knows no lock but `.package-cache`, no
  /// database of last uses, and sparse registries only as an unstable feature. It uses the stable
  /// compiler.
  public static RealCargo old() {
    return new RealCargo("old", Clients.executable("old-cargo/usr/bin/cargo"), stable().rustc);
  }

  /// The three of today.
  public static List<RealCargo> all() {
    return List.of(stable(), nightly(), debian());
  }

  private static RealCargo ofToolchain(String label, Path toolchain) {
    return new RealCargo(
        label,
        Clients.executable(toolchain.resolve("bin/cargo")),
        Clients.executable(toolchain.resolve("bin/rustc")));
  }

  /// The toolchain that `settings.toml` of rustup names, else the newest stable one.
  private static Path defaultToolchain() {
    Path settings = rustupHome().resolve("settings.toml");
    if (!Files.exists(settings)) {
      return newest("stable-");
    }
    try (Stream<String> lines = Files.lines(settings)) {
      return lines
          .filter(line -> line.startsWith("default_toolchain"))
          .map(line -> toolchains().resolve(line.replaceAll(".*\"(.*)\".*", "$1")))
          .findFirst()
          .orElseGet(() -> newest("stable-"));
    } catch (IOException e) {
      throw new AssertionError("rustup's settings cannot be read: " + settings + Clients.HOW, e);
    }
  }

  private static Path newest(String prefix) {
    try (Stream<Path> all = Files.list(toolchains())) {
      return all.filter(toolchain -> toolchain.getFileName().toString().startsWith(prefix))
          .max(Path::compareTo)
          .orElseThrow(() ->
              new AssertionError("no toolchain " + prefix + "… in " + toolchains() + Clients.HOW));
    } catch (IOException e) {
      throw new AssertionError("no toolchains of rustup in " + toolchains() + Clients.HOW, e);
    }
  }

  private static Path toolchains() {
    return rustupHome().resolve("toolchains");
  }

  private static Path rustupHome() {
    return Clients.environment("RUSTUP_HOME").orElseGet(() -> Clients.home().resolve(".rustup"));
  }

  @Override
  public String toString() {
    return label;
  }
}
