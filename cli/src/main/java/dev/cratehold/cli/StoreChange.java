package dev.cratehold.cli;

import dev.cratehold.cli.terminal.ExitCode;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.store.Access;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import java.io.IOException;

/// What a command does with a store.
///
/// @param options how the store is opened for it
/// @param withoutWriting what the user can do if the store cannot be written
record StoreChange(StoreOptions options, Work work, String withoutWriting) {
  /// Does it.
  interface Work {
    ExitCode on(Store store) throws IOException, Failure;
  }

  /// What can be done with a store that cannot be written.
  static StoreChange looking(Work work, String withoutWriting) {
    return new StoreChange(StoreOptions.defaults(), work, withoutWriting);
  }

  /// What needs a store that can be written.
  static StoreChange writing(Work work) {
    return new StoreChange(
        StoreOptions.defaults().withAccess(Access.WRITE), work, "see why it cannot be written");
  }

  ExitCode run(Store store) throws IOException, Failure {
    return work.on(store);
  }
}
