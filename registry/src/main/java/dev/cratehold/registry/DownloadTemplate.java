package dev.cratehold.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// The `dl` of a `config.json`: an absolute http or https URL with the markers `{crate}`,
/// `{version}`, `{prefix}`, `{lowerprefix}` and `{sha256-checksum}`. Without any marker,
/// `/{crate}/{version}/download` is appended, as cargo does. Other text in braces is refused.
public record DownloadTemplate(String template) {
  private static final String CLASSIC = "/{crate}/{version}/download";
  private static final Pattern MARKER =
      Pattern.compile("\\{(?:crate|version|prefix|lowerprefix|sha256-checksum)}");

  public DownloadTemplate {
    String scheme = template.toLowerCase(Locale.ROOT);
    if (!scheme.startsWith("http://") && !scheme.startsWith("https://")) {
      throw new IllegalArgumentException("\"dl\" is no http or https URL: " + template);
    }
    try {
      if (new URI(MARKER.matcher(template).replaceAll("x")).getHost() == null) {
        throw new IllegalArgumentException("\"dl\" names no host: " + template);
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("\"dl\" is not a URL: " + template, e);
    }
  }

  /// The URL of one `.crate` file. Build metadata keeps its plain `+`, as cargo sends it.
  public URI expand(CrateName name, CrateVersion version, Checksum checksum) {
    String withMarkers = hasMarker() ? template : stripSlash(template) + CLASSIC;
    return URI.create(
        withMarkers
            .replace("{crate}", name.value())
            .replace("{version}", version.value())
            .replace("{prefix}", name.prefix())
            .replace("{lowerprefix}", name.lowerPrefix())
            .replace("{sha256-checksum}", checksum.hex()));
  }

  private boolean hasMarker() {
    return MARKER.matcher(template).find();
  }

  private static String stripSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  @Override
  public String toString() {
    return template;
  }
}
