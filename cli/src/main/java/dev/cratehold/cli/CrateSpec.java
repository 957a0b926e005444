package dev.cratehold.cli;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A crate as a command line names it, `serde`, or one version of it, `serde@1.0.200`.
///
/// @param version empty for every version
record CrateSpec(CrateName name, Optional<CrateVersion> version) {
  static List<CrateSpec> parseAll(List<String> texts) throws Failure {
    List<CrateSpec> specs = new ArrayList<>();
    for (String text : texts) {
      specs.add(parse(text));
    }
    return specs;
  }

  private static CrateSpec parse(String text) throws Failure {
    int at = text.indexOf('@');
    Optional<CrateName> name = CrateName.parse(at < 0 ? text : text.substring(0, at));
    Optional<CrateVersion> version =
        at < 0 ? Optional.empty() : CrateVersion.parse(text.substring(at + 1));
    if (name.isEmpty() || (at >= 0 && version.isEmpty())) {
      throw Failure.usage(
          text + " is not a crate: its name or its version cannot be one",
          "write serde for every version, or serde@1.0.200 for one");
    }
    return new CrateSpec(name.get(), version);
  }

  @Override
  public String toString() {
    return name + version.map(v -> "@" + v).orElse("");
  }
}
