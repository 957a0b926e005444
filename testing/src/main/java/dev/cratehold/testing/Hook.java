package dev.cratehold.testing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A [Fault] and the requests that it strikes. Made by [FakeRegistry#when(String)]:
///
/// ```java
/// registry.when("/index/.*").times(2).then(Fault.status(503));
/// registry.when("/dl/.*").rate(0.1, seed).then(Fault.resetAfter(0.6));
/// Hook hang = registry.when("/index/fo/o.*").then(Fault.hang());
/// ```
///
/// Safe for use by several threads.
public final class Hook implements AutoCloseable {
  private final Predicate<RecordedRequest> condition;
  private final int skip;
  private final int times;
  private final Predicate<RecordedRequest> dice;
  private final Fault fault;
  private final Promise<Void> release = Promise.promise();
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicInteger strikes = new AtomicInteger();

  private Hook(Plan plan, Fault fault) {
    this.condition = plan.condition;
    this.skip = plan.skip;
    this.times = plan.times;
    this.dice = plan.dice;
    this.fault = fault;
  }

  /// How many requests the fault has struck.
  public int strikes() {
    return strikes.get();
  }

  /// Lets requests go on that wait for it, and all later ones at once.
  public void release() {
    release.tryComplete();
  }

  /// Releases what waits and strikes no more.
  @Override
  public void close() {
    open.set(false);
    release();
  }

  Fault fault() {
    return fault;
  }

  Future<Void> released() {
    return release.future();
  }

  /// Decides whether this request is struck, and counts it.
  boolean strikes(RecordedRequest request) {
    if (!open.get() || !condition.test(request) || !dice.test(request)) {
      return false;
    }
    int number = seen.incrementAndGet();
    boolean struck = number > skip && number - skip <= times;
    if (struck) {
      strikes.incrementAndGet();
    }
    return struck;
  }

  /// The requests that a hook is meant for, before its fault is known. For use by one thread.
  public static final class Plan {
    private final Predicate<RecordedRequest> condition;
    private final Consumer<Hook> register;
    private int skip;
    private int times = Integer.MAX_VALUE;
    private Predicate<RecordedRequest> dice = request -> true;

    Plan(Predicate<RecordedRequest> condition, Consumer<Hook> register) {
      this.condition = condition;
      this.register = register;
    }

    /// Only so many requests, the first ones.
    public Plan times(int count) {
      times = count;
      return this;
    }

    /// Not the first so many requests.
    public Plan after(int count) {
      skip = count;
      return this;
    }

    /// Only this part of the requests, from 0 to 1, chosen by a seeded generator.
    public Plan rate(double part, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      dice =
          request -> {
            synchronized (random) {
              return random.nextDouble() < part;
            }
          };
      return this;
    }

    /// What happens to them, from now on.
    public Hook then(Fault fault) {
      Hook hook = new Hook(this, fault);
      register.accept(hook);
      return hook;
    }
  }
}
