package dev.cratehold.upstream;

import dev.cratehold.registry.IndexFile;
import dev.cratehold.registry.Validators;
import java.util.Optional;

/// What an upstream says about one index file.
public sealed interface IndexAnswer {
  /// The file as it is now.
  ///
  /// @param body its bytes, decoded if they came compressed; belongs to the receiver
  /// @param file the same, read
  /// @param validators what to ask with next time
  /// @param insteadOf how the preferred address failed, if this is the answer of another one: what
  ///   it does not list there may be all the same
  @SuppressWarnings({
    "ArrayRecordComponent", // answers are never compared
    "OptionalUsedAsFieldOrParameterType" // the component's own type
  })
  record Changed(
      byte[] body, IndexFile file, Validators validators, Optional<UpstreamException> insteadOf)
      implements IndexAnswer {}

  /// The file is still the one that the request's validators stand for.
  ///
  /// @param validators what to ask with next time: the known ones, renewed by the answer
  record Unchanged(Validators validators) implements IndexAnswer {}

  /// The registry has no such crate, and said so itself (404, 410 or 451).
  record Absent() implements IndexAnswer {}
}
