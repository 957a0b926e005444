package dev.cratehold.server;

/// The part of the page that says how cargo is pointed at this server, with its URL filled in.
final class SetUpSection {
  private final Html html;
  private final String url;
  private final String index;

  /// @param url the URL of this server, without a slash at its end
  SetUpSection(Html html, String url, String mount) {
    this.html = html;
    this.url = url;
    this.index = "sparse+" + url + "/" + mount + "/";
  }

  void write() {
    html.markup("<section aria-labelledby=\"setup\">\n<h2 id=\"setup\">Let cargo use it</h2>\n")
        .markup("<p>With one command, which can also take it back (<code>--undo</code>):</p>\n");
    code("The command", "cratehold setup " + url);
    html.markup("<p>Or by hand, in <code>$CARGO_HOME/config.toml</code>:</p>\n");
    code(
        "For config.toml",
        """
        [source.crates-io]
        replace-with = "cratehold"

        [registries.cratehold]
        index = "%s"
        """
            .formatted(index));
    html.markup("<p><code>cargo install</code> reads only that file, never a project’s. ")
        .markup("<code>cargo search</code> and <code>cargo info</code> want ")
        .markup("<code>--registry cratehold</code>. <code>Cargo.lock</code> goes on naming ")
        .markup("crates.io.</p>\n");
    others();
    html.markup("</section>\n");
  }

  private void others() {
    html.markup("<details>\n<summary>For one command, as in CI</summary>\n");
    code(
        "For one command",
        """
        cargo --config 'source.crates-io.replace-with="cratehold"' \\
              --config 'registries.cratehold.index="%s"' build
        """
            .formatted(index));
    html.markup("</details>\n<details>\n<summary>For a cargo before 1.68</summary>\n")
        .markup("<p>It knows no sparse registries, and takes the index by git:</p>\n");
    code(
        "For config.toml of an old cargo",
        """
        [source.crates-io]
        replace-with = "mirror"

        [source.mirror]
        registry = "%s/index"
        """
            .formatted(url));
    html.markup("</details>\n");
  }

  private void code(String label, String text) {
    html.markup("<pre tabindex=\"0\" role=\"region\" aria-label=\"")
        .text(label)
        .markup("\"><code>")
        .text(text.stripTrailing())
        .markup("</code></pre>\n");
  }
}
