package dev.cratehold.proxy;

import dev.cratehold.store.Alert;
import dev.cratehold.store.CrateId;
import dev.cratehold.store.LocalFile;
import dev.cratehold.store.NoRoomException;
import dev.cratehold.upstream.UpstreamException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The `.crate` files of one registry: from the store, else from the upstream through one [Fill]
/// for all who ask.
///
/// Safe for use by several threads.
final class CrateRelay {
  private final IndexRelay index;
  private final FillServices services;
  private final Inconsistencies inconsistencies;
  private final AnswerCounter answers = new AnswerCounter();
  private final ConcurrentMap<CrateId, Fill> fills = new ConcurrentHashMap<>();

  CrateRelay(IndexRelay index, FillServices services) {
    this.index = index;
    this.services = services;
    this.inconsistencies = new Inconsistencies(index, services.store().alerts(), services.clock());
  }

  CrateReply get(CrateId crate) throws IOException {
    try {
      CrateReply reply = answer(crate);
      count(reply);
      return reply;
    } catch (IOException e) {
      answers.failed();
      throw e;
    }
  }

  /// The contract is [RegistryProxy#hold].
  Holding hold(CrateId crate) throws IOException {
    if (services.store().holds(crate)) {
      return Holding.HELD;
    }
    if (!index.lists(crate.name(), crate.version(), crate.checksum())
        || inconsistencies.recall(crate).isPresent()) {
      return Holding.NOT_LISTED;
    }
    Fill fill = fills.computeIfAbsent(crate, _ -> new Fill(crate, services));
    fill.startOnce(() -> ended(crate, fill));
    return switch (awaitEnd(fill)) {
      case COMPLETE -> requireStored(crate, fill);
      case SUPERSEDED -> Holding.HELD;
      case RUNNING, FAILED -> throw unheld(crate, fill.failure().orElseThrow());
    };
  }

  private Holding requireStored(CrateId crate, Fill fill) throws NoRoomException {
    if (!fill.isStored()) {
      throw noRoom(crate);
    }
    return Holding.FETCHED;
  }

  private IOException unheld(CrateId crate, IOException failure) {
    return failure instanceof Spool.AbandonedException ? noRoom(crate) : failure;
  }

  private NoRoomException noRoom(CrateId crate) {
    return new NoRoomException(
        "%s cannot be stored: %s".formatted(crate, services.store().status().sentence()));
  }

  private static Fill.State awaitEnd(Fill fill) throws InterruptedIOException {
    try {
      return fill.awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped while waiting");
      stopped.initCause(e);
      throw stopped;
    }
  }

  private void count(CrateReply reply) {
    switch (reply) {
      case CrateReply.Stored _ -> answers.found(CacheStatus.HIT);
      case CrateReply.Arriving _ -> answers.found(CacheStatus.MISS);
      case CrateReply.Missing _ -> answers.missing();
    }
  }

  private CrateReply answer(CrateId crate) throws IOException {
    Optional<LocalFile> listed = openListed(crate);
    if (listed.isPresent()) {
      return stored(crate, listed.get());
    }
    if (!index.lists(crate.name(), crate.version(), crate.checksum())) {
      return new CrateReply.Missing(unlisted(crate));
    }
    while (true) {
      Optional<LocalFile> there = services.open(crate);
      if (there.isPresent()) {
        return stored(crate, there.get());
      }
      Optional<CrateReply> known = inconsistencies.recall(crate);
      Optional<CrateReply> reply = known.isPresent() ? known : follow(crate, join(crate));
      if (reply.isPresent()) {
        return reply.get();
      }
    }
  }

  private Optional<LocalFile> openListed(CrateId crate) {
    try {
      return services.store().openListed(crate);
    } catch (IOException e) {
      services.complaints().raise("cannot look for " + crate + " in the store", e);
      return Optional.empty();
    }
  }

  private CrateReply stored(CrateId crate, LocalFile file) {
    services.store().uses().used(crate, file.length(), services.clock().instant());
    return new CrateReply.Stored(file);
  }

  private static String unlisted(CrateId crate) {
    return "the index of %s does not list %s %s with checksum %s"
        .formatted(crate.registry(), crate.name(), crate.version(), crate.checksum());
  }

  /// A reader of the fill of this crate that is under way, or of one started now.
  private FillReader join(CrateId crate) {
    while (true) {
      Fill fill = fills.computeIfAbsent(crate, _ -> new Fill(crate, services));
      Optional<FillReader> reader = fill.join();
      if (reader.isPresent()) {
        fill.startOnce(() -> ended(crate, fill));
        return reader.get();
      }
      // It has ended, or passes on what it cannot store and has come too far.
      fills.remove(crate, fill);
    }
  }

  private void ended(CrateId crate, Fill fill) {
    fills.remove(crate, fill);
    fill.failure().ifPresent(cause -> judge(crate, cause));
  }

  private void judge(CrateId crate, IOException failure) {
    switch (failure) {
      case WrongBytesException wrong -> services.store().alerts().raise(alert(crate, wrong));
      case UpstreamException refused when refused.kind() == UpstreamException.Kind.INCONSISTENT ->
          inconsistencies.found(crate, refused);
      default -> {}
    }
  }

  private static Alert alert(CrateId crate, WrongBytesException wrong) {
    return new Alert(
        Alert.Kind.WRONG_BYTES,
        crate.registry(),
        crate.name(),
        Optional.of(crate.version()),
        String.valueOf(wrong.getMessage()));
  }

  /// The answer of a fill, or empty if meanwhile the file has come into the store.
  private Optional<CrateReply> follow(CrateId crate, FillReader reader) throws IOException {
    return switch (awaitFirst(reader)) {
      case RUNNING, COMPLETE -> Optional.of(new CrateReply.Arriving(reader));
      case SUPERSEDED -> {
        reader.close();
        yield Optional.empty();
      }
      case FAILED -> {
        IOException cause = reader.fill().failure().orElseThrow();
        reader.close();
        yield Optional.of(refusal(crate, cause));
      }
    };
  }

  /// The answer of a fill that failed, if that is one.
  private CrateReply refusal(CrateId crate, IOException cause) throws IOException {
    Optional<CrateReply> known = inconsistencies.recall(crate);
    if (known.isPresent()) {
      return known.get();
    }
    throw cause;
  }

  private static Fill.State awaitFirst(FillReader reader) throws InterruptedIOException {
    try {
      return reader.fill().awaitFirst();
    } catch (InterruptedException e) {
      reader.close();
      Thread.currentThread().interrupt();
      InterruptedIOException stopped = new InterruptedIOException("stopped while waiting");
      stopped.initCause(e);
      throw stopped;
    }
  }

  AnswerCounter answers() {
    return answers;
  }
}
