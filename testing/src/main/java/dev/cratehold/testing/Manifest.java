package dev.cratehold.testing;

import java.util.List;
import java.util.stream.Collectors;

/// The `Cargo.toml` of a [TestCrate].
final class Manifest {
  private Manifest() {}

  static String of(CrateBuilder crate) {
    StringBuilder toml = new StringBuilder("[package]\n");
    line(toml, "name", quoted(crate.name().value()));
    line(toml, "version", quoted(crate.version().value()));
    line(toml, "edition", quoted("2018"));
    line(toml, "description", quoted("A crate for tests."));
    line(toml, "license", quoted("MIT"));
    crate.rustVersion().ifPresent(least -> line(toml, "rust-version", quoted(least)));
    crate.links().ifPresent(library -> line(toml, "links", quoted(library)));
    crate.dependencies().forEach(dependency -> table(toml, dependency));
    if (!crate.features().isEmpty()) {
      toml.append("\n[features]\n");
      crate.features().forEach((feature, enables) -> line(toml, quoted(feature), array(enables)));
    }
    return toml.toString();
  }

  private static void table(StringBuilder toml, CrateDependency dependency) {
    String target = dependency.target().map(cfg -> "target." + quoted(cfg) + ".").orElse("");
    String kind = dependency.kind().equals("normal") ? "" : dependency.kind() + "-";
    String header = target + kind + "dependencies." + dependency.localName();
    toml.append("\n[").append(header).append("]\n");
    line(toml, "version", quoted(dependency.requirement()));
    dependency.alias().ifPresent(alias -> line(toml, "package", quoted(dependency.name())));
    if (dependency.optional()) {
      line(toml, "optional", "true");
    }
    if (!dependency.defaultFeatures()) {
      line(toml, "default-features", "false");
    }
    if (!dependency.features().isEmpty()) {
      line(toml, "features", array(dependency.features()));
    }
  }

  private static void line(StringBuilder toml, String key, String value) {
    toml.append(key).append(" = ").append(value).append('\n');
  }

  private static String array(List<String> values) {
    return values.stream().map(Manifest::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
