package dev.cratehold.posix;

class PortableTreeWalkerTest extends TreeWalkerContract {
  @Override
  Posix posix() {
    return Posix.system().without(Capability.TREES);
  }
}
