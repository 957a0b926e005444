package dev.cratehold.store;

import dev.cratehold.registry.CrateName;

/// An index file that came, changed or went.
///
/// @param name in lower case
/// @param revision later changes in a registry have greater ones; starts at 1
public record IndexChange(CrateName name, long revision) {}
