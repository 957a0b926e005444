package dev.cratehold.upstream;

import dev.cratehold.registry.GitUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How an upstream is reached.
///
/// @param userAgent what requests call themselves: product, version and contact
/// @param caFiles PEM files of authorities to trust besides Java's own
/// @param proxy the way out, if it is not the direct one
/// @param connectTimeout how long a connection may take
/// @param stallTimeout how long nothing may come, before the headers and within a body
/// @param retryPause the pause before the first retry, on average
/// @param failoverPatience how long an answer is waited for where another address can be asked: a
///   client must not have given up by then
/// @param clones the directory for clones of git indexes; without one no git index can be read
/// @param catalog the git index that tells which crates there are, where the indexes are sparse
public record UpstreamOptions(
    String userAgent,
    List<Path> caFiles,
    Optional<ProxySettings> proxy,
    Duration connectTimeout,
    Duration stallTimeout,
    Duration retryPause,
    Duration failoverPatience,
    Optional<Path> clones,
    Optional<GitUrl> catalog) {
  private static final String CONTACT = "https://github.com/cratehold/cratehold";

  public UpstreamOptions {
    caFiles = List.copyOf(caFiles);
    requirePositive(connectTimeout);
    requirePositive(stallTimeout);
    requirePositive(retryPause);
    requirePositive(failoverPatience);
  }

  private static void requirePositive(Duration duration) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException("not a positive duration: " + duration);
    }
  }

  /// The defaults: direct, Java's own trust.
  ///
  /// @param version Cratehold's version, for the User-Agent
  public static UpstreamOptions defaults(String version) {
    return new UpstreamOptions(
        "cratehold/" + version + " (+" + CONTACT + ")",
        List.of(),
        Optional.empty(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMillis(250),
        Duration.ofSeconds(10),
        Optional.empty(),
        Optional.empty());
  }

  /// The defaults with what the environment says: the proxies of [ProxySettings#ofEnvironment], and
  /// the authorities of `SSL_CERT_FILE`.
  ///
  /// @throws IllegalArgumentException if a variable is not understood, with a sentence that names
  ///   it and holds no password
  public static UpstreamOptions fromEnvironment(String version, Map<String, String> environment) {
    UpstreamOptions options = defaults(version).withProxy(ProxySettings.ofEnvironment(environment));
    String file = environment.getOrDefault("SSL_CERT_FILE", "");
    return file.isEmpty() ? options : options.withMoreCaFiles(List.of(Path.of(file)));
  }

  /// These options with another way out.
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // the component's own type
  public UpstreamOptions withProxy(Optional<ProxySettings> other) {
    return new UpstreamOptions(
        userAgent,
        caFiles,
        other,
        connectTimeout,
        stallTimeout,
        retryPause,
        failoverPatience,
        clones,
        catalog);
  }

  /// These options with more authorities to trust.
  public UpstreamOptions withMoreCaFiles(List<Path> more) {
    List<Path> all = Stream.concat(caFiles.stream(), more.stream()).distinct().toList();
    return new UpstreamOptions(
        userAgent,
        all,
        proxy,
        connectTimeout,
        stallTimeout,
        retryPause,
        failoverPatience,
        clones,
        catalog);
  }

  /// These options with other timeouts.
  public UpstreamOptions withTimeouts(Duration connect, Duration stall) {
    return new UpstreamOptions(
        userAgent, caFiles, proxy, connect, stall, retryPause, failoverPatience, clones, catalog);
  }

  /// These options with another pause before the first retry.
  public UpstreamOptions withRetryPause(Duration pause) {
    return new UpstreamOptions(
        userAgent,
        caFiles,
        proxy,
        connectTimeout,
        stallTimeout,
        pause,
        failoverPatience,
        clones,
        catalog);
  }

  /// These options with another patience where another address can be asked.
  public UpstreamOptions withFailoverPatience(Duration patience) {
    return new UpstreamOptions(
        userAgent,
        caFiles,
        proxy,
        connectTimeout,
        stallTimeout,
        retryPause,
        patience,
        clones,
        catalog);
  }

  /// These options with a directory for clones of git indexes.
  public UpstreamOptions withClones(Path directory) {
    return new UpstreamOptions(
        userAgent,
        caFiles,
        proxy,
        connectTimeout,
        stallTimeout,
        retryPause,
        failoverPatience,
        Optional.of(directory),
        catalog);
  }

  /// These options with another catalog.
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // the component's own type
  public UpstreamOptions withCatalog(Optional<GitUrl> other) {
    return new UpstreamOptions(
        userAgent,
        caFiles,
        proxy,
        connectTimeout,
        stallTimeout,
        retryPause,
        failoverPatience,
        clones,
        other);
  }
}
