/// Somebody else's program, which .ci/prove-libraries builds on the libraries as they are published.
module consumer {
  requires dev.cratehold.cas;
  requires dev.cratehold.posix;
  requires dev.cratehold.registry;
  requires dev.cratehold.retention;
}
