package dev.cratehold.cli;

import dev.cratehold.cli.config.Environment;
import java.util.List;
import java.util.Optional;

/// What this build is, and what it runs on.
public final class Version {
  /// The version of this build, such as `0.1.0`; taken from its jar.
  public static final String NUMBER =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .orElse("unpackaged");

  private Version() {}

  static List<String> lines(Environment environment, boolean verbose) {
    String name = "cratehold " + NUMBER;
    return verbose
        ? List.of(
            name,
            "java: " + property("java.runtime.version") + " (" + property("java.vendor") + ")",
            "java home: " + property("java.home"),
            "aot cache: " + aotCache(),
            "os: " + property("os.name") + " " + property("os.version") + " " + property("os.arch"),
            "data: " + environment.dataDirectory(),
            "configuration: " + environment.defaultConfigFile())
        : List.of(name);
  }

  /// The JVM names its state after the mode it runs in: `mixed mode, sharing`.
  private static String aotCache() {
    boolean sharing = property("java.vm.info").contains("sharing");
    return Optional.ofNullable(System.getProperty("cratehold.aot"))
        .map(file -> (sharing ? "in use: " : "not in use: ") + file)
        .orElse("none");
  }

  private static String property(String name) {
    return Optional.ofNullable(System.getProperty(name)).orElse("unknown");
  }
}
