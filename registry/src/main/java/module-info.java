/// Cargo's registry protocol as values.
///
/// Start at [dev.cratehold.registry.IndexFile], [dev.cratehold.registry.CrateName] or
/// [dev.cratehold.registry.LockFile].
module dev.cratehold.registry {
  requires static org.jspecify;
  requires tools.jackson.core;

  exports dev.cratehold.registry;
}
