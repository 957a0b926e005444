package dev.cratehold.server;

import java.time.Instant;
import java.util.List;

/// How far an order to prefetch has come.
///
/// @param items how many crates it names
public record PrefetchProgress(long id, Instant received, int items, Stage stage) {
  /// Where it stands.
  public sealed interface Stage {
    /// Others are before it.
    record Waiting() implements Stage {}

    /// It is being carried out: so many of all crates that it needs are here or failed.
    ///
    /// @param all 0 while it is not known yet
    record Running(int done, int all) implements Stage {}

    /// It was carried out.
    ///
    /// @param failed how many crates could not be had
    /// @param failures the first of them
    record Done(int fetched, long fetchedBytes, int held, int failed, List<Failure> failures)
        implements Stage {
      public Done {
        failures = List.copyOf(failures);
      }
    }

    /// It came to no end; the log says why. What was fetched stays.
    record BrokenOff() implements Stage {}
  }

  /// What could not be had.
  ///
  /// @param item `foo@1.0.0`, or as the order has it
  /// @param source where it was named
  /// @param reason a sentence
  public record Failure(String item, String source, String reason) {}

  /// The same at another stage.
  public PrefetchProgress at(Stage other) {
    return new PrefetchProgress(id, received, items, other);
  }
}
