package dev.cratehold.cas;

import dev.cratehold.cas.index.IndexEntry;
import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/// The operations of a [Cache] for those who must not wait. Each runs as a task of its own; its
/// stage completes exceptionally with what the blocking operation would throw. Operations on one
/// key that are under way at the same time happen in no order.
///
/// ```java
/// cache.async().get("key").thenAccept(bytes -> …);
/// ```
///
/// Safe for use by several threads.
public final class AsyncCache {
  private final Cache cache;
  private final Executor executor;

  AsyncCache(Cache cache, Executor executor) {
    this.cache = cache;
    this.executor = executor;
  }

  /// Something that blocks.
  @FunctionalInterface
  private interface Task<T> {
    T run() throws IOException;
  }

  private <T> CompletionStage<T> run(Task<T> task) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    try {
      executor.execute(() -> run(task, stage));
    } catch (RuntimeException e) {
      stage.completeExceptionally(e);
    }
    return stage;
  }

  private static <T> void run(Task<T> task, CompletableFuture<T> stage) {
    try {
      stage.complete(task.run());
    } catch (Throwable thrown) {
      stage.completeExceptionally(thrown);
    }
  }

  /// See [Cache#get(String)].
  public CompletionStage<byte[]> get(String key) {
    return run(() -> cache.get(key));
  }

  /// See [Cache#get(Integrity)].
  public CompletionStage<byte[]> get(Integrity integrity) {
    return run(() -> cache.get(integrity));
  }

  /// See [Cache#blob(String)]; its [Blob#publisher] reads it with back-pressure.
  public CompletionStage<Blob> blob(String key) {
    return run(() -> cache.blob(key));
  }

  /// See [Blob#copyTo(Path)].
  public CompletionStage<Long> copy(Blob blob, Path target) {
    return run(() -> blob.copyTo(target));
  }

  /// See [Blob#hardLinkTo].
  public CompletionStage<Path> hardLink(Blob blob, Path target) {
    return run(() -> {
      blob.hardLinkTo(target);
      return target;
    });
  }

  /// See [Blob#reflinkTo].
  public CompletionStage<Path> reflink(Blob blob, Path target) {
    return run(() -> {
      blob.reflinkTo(target);
      return target;
    });
  }

  /// See [Cache#find].
  public CompletionStage<Optional<IndexEntry>> find(String key) {
    return run(() -> cache.find(key));
  }

  /// See [Cache#contains].
  public CompletionStage<Boolean> contains(Integrity integrity) {
    return run(() -> cache.contains(integrity));
  }

  /// See [CacheIndex#list].
  public CompletionStage<List<IndexEntry>> list() {
    return run(() -> cache.index().list());
  }

  /// See [Cache#put(String, byte[], PutOptions)].
  public CompletionStage<Integrity> put(String key, byte[] bytes, PutOptions options) {
    return run(() -> cache.put(key, bytes, options));
  }

  /// See [Cache#put(byte[], PutOptions)].
  public CompletionStage<Integrity> put(byte[] bytes, PutOptions options) {
    return run(() -> cache.put(bytes, options));
  }

  /// Stores what a publisher gives, as fast as the disk takes it, under a key. It is stored when
  /// the publisher has completed and the content is what the options say.
  public CompletionStage<Integrity> put(
      String key, Flow.Publisher<ByteBuffer> source, PutOptions options) {
    return put(source, new CacheBodySubscriber(() -> cache.writer(key, options)));
  }

  /// The same without a key.
  public CompletionStage<Integrity> put(Flow.Publisher<ByteBuffer> source, PutOptions options) {
    return put(source, new CacheBodySubscriber(() -> cache.writer(options)));
  }

  private CompletionStage<Integrity> put(
      Flow.Publisher<ByteBuffer> source, CacheBodySubscriber subscriber) {
    source.subscribe(subscriber.ofSingleBuffers(executor));
    return subscriber.getBody();
  }

  /// See [Cache#link(String, Path, PutOptions)].
  public CompletionStage<Integrity> link(String key, Path target, PutOptions options) {
    return run(() -> cache.link(key, target, options));
  }

  /// See [Cache#link(Path, PutOptions)].
  public CompletionStage<Integrity> link(Path target, PutOptions options) {
    return run(() -> cache.link(target, options));
  }

  /// See [CacheIndex#insert].
  public CompletionStage<IndexEntry> insert(IndexEntry entry) {
    return run(() -> {
      cache.index().insert(entry);
      return entry;
    });
  }

  /// See [Cache#remove(String, Removal)].
  public CompletionStage<String> remove(String key, Removal removal) {
    return run(() -> {
      cache.remove(key, removal);
      return key;
    });
  }

  /// See [Cache#removeContent].
  public CompletionStage<Boolean> removeContent(Integrity integrity) {
    return run(() -> cache.removeContent(integrity));
  }

  /// See [Cache#clear].
  public CompletionStage<Path> clear() {
    return run(() -> {
      cache.clear();
      return cache.root();
    });
  }

  /// See [Cache#verify].
  public CompletionStage<VerificationReport> verify() {
    return run(cache::verify);
  }

  /// See [Cache#collect].
  public CompletionStage<VerificationReport> collect(CollectOptions options) {
    return run(() -> cache.collect(options));
  }
}
