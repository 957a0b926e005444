package dev.cratehold.retention;

import java.util.List;

/// What is to be collected, in this order: what depends on something goes before it, and of the
/// rest what was used least recently goes first.
public record CollectionPlan<E>(List<Victim<E>> victims, Retained retained) {
  public CollectionPlan {
    victims = List.copyOf(victims);
  }
}
