/// The collection engine: inventory, policy, plan, executor, report.
///
/// Start at [dev.cratehold.retention.CollectionPolicy].
module dev.cratehold.retention {
  requires static org.jspecify;

  exports dev.cratehold.retention;
}
