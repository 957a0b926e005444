package dev.cratehold.cli.mirror;

import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.store.MirrorLock;
import dev.cratehold.store.Store;
import java.io.IOException;

/// Takes the right to change a mirror, or says who has it.
final class MirrorLocks {
  private MirrorLocks() {}

  /// @param who takes it, as others read it
  static String owner(String who) {
    return who + ", process " + ProcessHandle.current().pid();
  }

  static MirrorLock acquire(Store store, String who) throws IOException, Failure {
    return switch (store.lockMirror(owner(who))) {
      case MirrorLock.Attempt.Acquired(MirrorLock lock) -> lock;
      case MirrorLock.Attempt.Busy(String owner) ->
          throw Failure.busy(
              "another sync works on this mirror: " + owner,
              "wait for its end; `cratehold mirror status` shows how far it is");
    };
  }
}
