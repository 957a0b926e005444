package dev.cratehold.server;

/// The text at `/`: what this server is and how cargo is pointed at it.
final class HomePage {
  private HomePage() {}

  /// @param publicUrl the URL of this server, without a slash at its end
  static String text(String publicUrl, String mount) {
    String index = "sparse+" + publicUrl + "/" + mount + "/";
    return """
    This is Cratehold, a registry cache for Cargo.

    Point cargo at it with one command:

        cratehold setup %1$s

    or by hand, in $CARGO_HOME/config.toml:

        [source.crates-io]
        replace-with = "cratehold"

        [registries.cratehold]
        index = "%1$s"
    """
        .formatted(index);
  }
}
