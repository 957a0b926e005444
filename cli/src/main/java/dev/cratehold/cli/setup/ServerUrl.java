package dev.cratehold.cli.setup;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.registry.SparseUrl;
import java.net.URI;

/// The address of a server as a user writes it, made into the URL of its sparse index.
final class ServerUrl {
  private static final String SPARSE = "sparse+";

  private ServerUrl() {}

  /// Reads `http://host:8080`, with or without `sparse+` before it, `crates-io` in it and a slash
  /// at its end.
  static SparseUrl parse(String text) throws Failure {
    String url = text.startsWith(SPARSE) ? text.substring(SPARSE.length()) : text;
    if (!url.matches("https?://.+")) {
      throw Failure.usage(
          "not the URL of a server: " + withoutPassword(text),
          "give it as http://HOST:PORT or https://HOST, such as http://127.0.0.1:8080");
    }
    try {
      return SparseUrl.parse(complete(url));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "not the URL of a server: " + e.getMessage(),
          "give it as http://HOST:PORT or https://HOST, such as http://127.0.0.1:8080");
    }
  }

  private static String complete(String url) {
    String slashed = url.endsWith("/") || url.matches(".*[?#].*") ? url : url + "/";
    return slashed.matches("https?://[^/]+/") ? slashed + "crates-io/" : slashed;
  }

  private static String withoutPassword(String text) {
    return text.replaceFirst("[^/@]*@", "");
  }

  /// The page of the server at this index, without the path of the registry.
  static URI root(SparseUrl index) {
    return index.index().resolve("/");
  }
}
