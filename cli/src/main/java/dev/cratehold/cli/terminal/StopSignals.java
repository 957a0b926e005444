package dev.cratehold.cli.terminal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Ctrl-C and SIGTERM: the first one begins an orderly end of the process, the second one ends it
/// at once.
///
/// The JVM by itself ignores every signal after the first. Its interface for signals is not part of
/// Java and is reached by reflection, because the compiler refuses to be silent about it; where it
/// is missing, a second signal does nothing.
public final class StopSignals {
  private static final Logger LOGGER = System.getLogger(StopSignals.class.getName());
  private static final List<String> NAMES = List.of("INT", "TERM");

  private StopSignals() {}

  /// Has `stop` run, in a thread of its own, at the first signal and `stopNow` at every further
  /// one.
  public static void install(Runnable stop, Runnable stopNow) {
    AtomicInteger signals = new AtomicInteger();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (!method.getName().equals("handle")) {
            throw new UnsupportedOperationException(method.getName());
          }
          boolean first = signals.getAndIncrement() == 0;
          Thread.ofPlatform().name("cratehold-signal").start(first ? stop : stopNow);
          return null;
        };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
      Object ignore = type.getField("SIG_IGN").get(null);
      Method handle = signal.getMethod("handle", signal, type);
      for (String name : NAMES) {
        Object number = signal.getConstructor(String.class).newInstance(name);
        Object before = handle.invoke(null, number, proxy);
        // A shell that starts a process in the background has it ignore Ctrl-C.
        if (ignore.equals(before)) {
          handle.invoke(null, number, ignore);
        }
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOGGER.log(Level.DEBUG, "a second signal will do nothing", e);
    }
  }
}
