package dev.cratehold.registry;

import java.util.Optional;

/// What one version of a crate needs of another crate.
///
/// @param crate the crate itself, not the name that the depending one gives it
/// @param requirement which versions of it will do
/// @param kind when it is needed
/// @param optional whether it is needed only when a feature asks for it
/// @param target the platforms that need it, such as `cfg(unix)`; empty for all
/// @param registry the URL of the index that has it; empty for the one that this stands in
public record IndexDependency(
    CrateName crate,
    VersionRequirement requirement,
    DependencyKind kind,
    boolean optional,
    Optional<String> target,
    Optional<String> registry) {}
