package dev.cratehold.testing;

import java.util.List;
import java.util.Optional;

/// One dependency of a [TestCrate], as its index line and its `Cargo.toml` name it.
///
/// @param name the crate that is needed, as its own index line spells it
/// @param requirement the versions that will do, such as `^1.2`
/// @param features the features asked of it
/// @param optional whether it is needed only when a feature asks for it
/// @param defaultFeatures whether its default features are wanted
/// @param target the platforms that need it, such as `cfg(unix)`; empty for all
/// @param kind `normal`, `dev` or `build`
/// @param alias the name that the depending crate gives it; empty if it keeps its own
public record CrateDependency(
    String name,
    String requirement,
    List<String> features,
    boolean optional,
    boolean defaultFeatures,
    Optional<String> target,
    String kind,
    Optional<String> alias) {

  public CrateDependency {
    features = List.copyOf(features);
  }

  /// An ordinary dependency with its default features.
  public static CrateDependency on(String name, String requirement) {
    return new CrateDependency(
        name, requirement, List.of(), false, true, Optional.empty(), "normal", Optional.empty());
  }

  /// The same, needed only when a feature asks for it.
  public CrateDependency whenAsked() {
    return new CrateDependency(
        name, requirement, features, true, defaultFeatures, target, kind, alias);
  }

  /// The same, with these features of it.
  public CrateDependency withFeatures(String... wanted) {
    return new CrateDependency(
        name, requirement, List.of(wanted), optional, defaultFeatures, target, kind, alias);
  }

  /// The same, without its default features.
  public CrateDependency withoutDefaultFeatures() {
    return new CrateDependency(name, requirement, features, optional, false, target, kind, alias);
  }

  /// The same, on platforms that match `cfg` only.
  public CrateDependency onTarget(String cfg) {
    return new CrateDependency(
        name, requirement, features, optional, defaultFeatures, Optional.of(cfg), kind, alias);
  }

  /// The same, of the kind `dev` or `build`.
  public CrateDependency ofKind(String newKind) {
    return new CrateDependency(
        name, requirement, features, optional, defaultFeatures, target, newKind, alias);
  }

  /// The same, known to the depending crate by another name.
  public CrateDependency as(String newAlias) {
    return new CrateDependency(
        name,
        requirement,
        features,
        optional,
        defaultFeatures,
        target,
        kind,
        Optional.of(newAlias));
  }

  /// The name under which the depending crate knows it.
  String localName() {
    return alias.orElse(name);
  }
}
