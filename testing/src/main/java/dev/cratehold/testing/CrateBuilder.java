package dev.cratehold.testing;

import dev.cratehold.registry.CrateName;
import dev.cratehold.registry.CrateVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Builds a [TestCrate] that the real cargo accepts: a `.crate` file with a `Cargo.toml` and a
/// library, and the line of the index that goes with it. The same calls give the same bytes.
///
/// ```java
/// TestCrate bar = CrateBuilder.crate("bar", "1.2.0").build();
/// TestCrate foo =
///     CrateBuilder.crate("foo", "0.3.1+build.7").dependsOn("bar", "^1").rustVersion("1.70").build();
/// ```
///
/// For use by one thread.
public final class CrateBuilder {
  private final CrateName name;
  private final CrateVersion version;
  private final List<CrateDependency> dependencies = new ArrayList<>();
  private final Map<String, List<String>> features = new LinkedHashMap<>();
  private final TreeMap<String, byte[]> files = new TreeMap<>();
  private Optional<String> rustVersion = Optional.empty();
  private Optional<String> links = Optional.empty();
  private Optional<String> publishedAt = Optional.empty();
  private Optional<Integer> indexVersion = Optional.empty();
  private Optional<String> indexLine = Optional.empty();
  private boolean yanked;

  private CrateBuilder(CrateName name, CrateVersion version) {
    this.name = name;
    this.version = version;
    file("src/lib.rs", "pub fn answer() -> u32 {\n    42\n}\n");
  }

  /// Starts a crate that needs nothing and holds one small library.
  public static CrateBuilder crate(String name, String version) {
    return new CrateBuilder(new CrateName(name), new CrateVersion(version));
  }

  /// Adds an ordinary dependency.
  public CrateBuilder dependsOn(String crate, String requirement) {
    return dependsOn(CrateDependency.on(crate, requirement));
  }

  public CrateBuilder dependsOn(CrateDependency dependency) {
    dependencies.add(dependency);
    return this;
  }

  /// Adds a feature. One that uses `dep:` or `?/` goes to `features2` of the index line, which is
  /// then of version 2, as crates.io does it.
  public CrateBuilder feature(String feature, String... enables) {
    features.put(feature, List.of(enables));
    return this;
  }

  /// The least Rust that the crate needs, such as `1.70`.
  public CrateBuilder rustVersion(String least) {
    rustVersion = Optional.of(least);
    return this;
  }

  /// The native library that the crate links; it gets an empty build script, which cargo demands.
  public CrateBuilder links(String library) {
    links = Optional.of(library);
    return file("build.rs", "fn main() {}\n");
  }

  /// When the version was published, as the index writes it: `2026-01-31T12:00:00Z`.
  public CrateBuilder publishedAt(String time) {
    publishedAt = Optional.of(time);
    return this;
  }

  public CrateBuilder yanked() {
    yanked = true;
    return this;
  }

  /// The `v` of the index line.
  public CrateBuilder indexVersion(int v) {
    indexVersion = Optional.of(v);
    return this;
  }

  /// The whole index line, where it matters byte for byte. `{cksum}` in it stands for the checksum
  /// of the file.
  public CrateBuilder indexLine(String line) {
    indexLine = Optional.of(line);
    return this;
  }

  /// Adds or replaces a file of the package.
  public CrateBuilder file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  CrateBuilder file(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  /// Makes the `.crate` file about `bytes` long, by a file that does not compress.
  ///
  /// @param seed other seeds give other bytes
  public CrateBuilder payload(int bytes, long seed) {
    byte[] random = new byte[bytes];
    new SplittableRandom(seed).nextBytes(random);
    files.put("assets/payload.bin", random);
    return this;
  }

  public TestCrate build() {
    byte[] file = CrateArchive.pack(name + "-" + version, contents());
    String checksum = Hashes.sha256(file).hex();
    String line =
        indexLine
            .map(given -> given.replace("{cksum}", checksum))
            .orElseGet(() -> IndexLine.of(this, checksum));
    return new TestCrate(name, version, file, line);
  }

  /// All files of the package by their path in it.
  SortedMap<String, byte[]> contents() {
    TreeMap<String, byte[]> all = new TreeMap<>(files);
    all.putIfAbsent("Cargo.toml", Manifest.of(this).getBytes(StandardCharsets.UTF_8));
    return all;
  }

  CrateName name() {
    return name;
  }

  CrateVersion version() {
    return version;
  }

  List<CrateDependency> dependencies() {
    return dependencies;
  }

  Map<String, List<String>> features() {
    return features;
  }

  Optional<String> rustVersion() {
    return rustVersion;
  }

  Optional<String> links() {
    return links;
  }

  Optional<String> publishedAt() {
    return publishedAt;
  }

  Optional<Integer> indexVersion() {
    return indexVersion;
  }

  boolean isYanked() {
    return yanked;
  }
}
