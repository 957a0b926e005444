package dev.cratehold.cli.terminal;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// Whether the user wants a command to end. Until it has begun to change anything, the first signal
/// ends the process; from then on the first one is only noted, and the second one ends it.
public final class StopRequest implements BooleanSupplier {
  private enum State {
    LOOKING,
    CHANGING,
    STOPPING
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.LOOKING);

  /// One that listens to this process's signals.
  public static StopRequest ofProcess() {
    StopRequest request = new StopRequest();
    StopSignals.install(request::signal, StopRequest::end);
    return request;
  }

  /// From now on there is something to bring to an orderly end.
  public void beginChanging() {
    state.compareAndSet(State.LOOKING, State.CHANGING);
  }

  @Override
  public boolean getAsBoolean() {
    return state.get() == State.STOPPING;
  }

  private void signal() {
    if (!state.compareAndSet(State.CHANGING, State.STOPPING)) {
      end();
    }
  }

  private static void end() {
    Runtime.getRuntime().halt(ExitCode.STOPPED.number());
  }
}
