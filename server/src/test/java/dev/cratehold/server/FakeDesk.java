package dev.cratehold.server;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A desk that notes orders, and says what a test sets.
final class FakeDesk implements PrefetchDesk {
  private final List<String> orders = new CopyOnWriteArrayList<>();
  private volatile Receipt receipt = new Receipt.Accepted(1, 2);
  private volatile List<PrefetchProgress> latest = List.of();

  void answers(Receipt now) {
    receipt = now;
  }

  void latestAre(PrefetchProgress... now) {
    latest = List.of(now);
  }

  List<String> orders() {
    return orders;
  }

  @Override
  public Receipt take(String order) {
    orders.add(order);
    return receipt;
  }

  @Override
  public List<PrefetchProgress> latest() {
    return latest;
  }
}
