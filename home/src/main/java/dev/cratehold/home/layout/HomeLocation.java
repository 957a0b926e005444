package dev.cratehold.home.layout;

import dev.cratehold.home.CargoHome;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the Cargo home is, decided as cargo decides it: what the user names, else `CARGO_HOME`,
/// else `.cargo` in the user's own directory.
public final class HomeLocation {
  private static final String VARIABLE = "CARGO_HOME";
  private static final String DEFAULT = ".cargo";

  private HomeLocation() {}

  /// How a Cargo home was found.
  public enum Origin {
    /// An option of the command names it.
    OPTION("--cargo-home"),
    /// The environment names it.
    ENVIRONMENT("CARGO_HOME"),
    /// Nobody names it.
    DEFAULT("the default");

    private final String sentence;

    Origin(String sentence) {
      this.sentence = sentence;
    }

    /// What said so, for users.
    public String sentence() {
      return sentence;
    }
  }

  /// A Cargo home and how it was found.
  public record Located(CargoHome home, Origin origin) {}

  /// Finds the Cargo home. A relative path counts from the working directory; an empty `CARGO_HOME`
  /// is none. Nothing here looks at the disk.
  ///
  /// @param flag what the user named
  /// @param workingDirectory absolute
  /// @param userHome the user's own directory; absolute
  public static Located find(
      Optional<Path> flag, Map<String, String> environment, Path workingDirectory, Path userHome) {
    if (flag.isPresent()) {
      return located(workingDirectory.resolve(flag.get()), Origin.OPTION);
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    return variable.isEmpty()
        ? located(userHome.resolve(DEFAULT), Origin.DEFAULT)
        : located(workingDirectory.resolve(variable), Origin.ENVIRONMENT);
  }

  private static Located located(Path root, Origin origin) {
    return new Located(new CargoHome(root), origin);
  }
}
