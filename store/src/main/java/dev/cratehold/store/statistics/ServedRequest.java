package dev.cratehold.store.statistics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One request for something of a registry, and what became of it.
///
/// @param registry the name that it is mounted under
/// @param bytes of the answer's body that were sent
/// @param duration from the request to the end of its answer
/// @param crate the crate that was asked for, if there is one
/// @param client who asked, if that is to be counted
public record ServedRequest(
    String registry,
    Outcome outcome,
    long bytes,
    Duration duration,
    Optional<String> crate,
    Optional<String> client) {
  /// What it counts for.
  List<Subject> subjects() {
    return Stream.of(
            Optional.of(new Subject(Subject.Kind.REGISTRY, registry)),
            crate.map(name -> new Subject(Subject.Kind.CRATE, registry + "/" + name)),
            client.map(address -> new Subject(Subject.Kind.CLIENT, address)))
        .flatMap(Optional::stream)
        .toList();
  }
}
