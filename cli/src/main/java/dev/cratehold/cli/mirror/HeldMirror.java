package dev.cratehold.cli.mirror;

import dev.cratehold.cli.ExistingStore;
import dev.cratehold.cli.Flags;
import dev.cratehold.cli.OpenRegistry;
import dev.cratehold.cli.config.ConfigReader;
import dev.cratehold.cli.config.Environment;
import dev.cratehold.cli.terminal.Failure;
import dev.cratehold.mirror.sync.MirrorSettings;
import dev.cratehold.store.MirrorState;
import dev.cratehold.store.Store;
import dev.cratehold.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.ParseResult;

/// A mirror that is there, opened without its upstream.
record HeldMirror(Path data, Store store, MirrorState state) implements AutoCloseable {

  /// Opens the mirror that a command means.
  static HeldMirror open(ParseResult command, Environment environment) throws Failure {
    Path data = ConfigReader.read(Flags.of(command), environment).data();
    ExistingStore.require(data);
    try {
      Store store = Store.open(data, StoreOptions.defaults(), InstantSource.system());
      try {
        return new HeldMirror(data, store, state(store, data));
      } catch (Failure | IOException e) {
        store.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(data, e);
    }
  }

  private static MirrorState state(Store store, Path data) throws IOException, Failure {
    return store
        .mirrors()
        .find(OpenRegistry.MOUNT)
        .orElseThrow(() ->
            Failure.failed("there is no mirror in " + data, "`cratehold mirror sync` makes one"));
  }

  static Failure unreadable(Path data, IOException e) {
    return Failure.failed("cannot read the mirror in " + data, e);
  }

  MirrorSettings settings() {
    return MirrorSettings.parse(state.settings());
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
