package dev.cratehold.retention;

import java.io.IOException;
import java.util.Optional;

/// What keeps everybody else away from the entries while they are collected.
///
/// It is asked once for each batch and given back in between, so that nobody waits for longer than
/// one batch. Whoever implements it lets those who wait go first.
public interface Exclusion<E> {
  /// Takes the exclusion. Empty if somebody else has it, and so the collection ends.
  Optional<Batch<E>> begin() throws IOException;
}
