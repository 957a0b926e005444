package dev.cratehold.cas;

import dev.cratehold.cas.integrity.Integrity;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Writes what it is given into a cache, one piece after the other, and commits it at the end. A
/// source that fails, and content that is not what it must be, leave nothing behind.
final class CacheBodySubscriber implements BodySubscriber<Integrity> {
  /// Begins the content.
  @FunctionalInterface
  interface Opening {
    CacheWriter open() throws IOException;
  }

  private final Opening opening;
  private final CompletableFuture<Integrity> result = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;
  private @Nullable CacheWriter writer;

  CacheBodySubscriber(Opening opening) {
    this.opening = opening;
  }

  /// Nobody else can complete or cancel it: what is open would stay open.
  @Override
  public CompletionStage<Integrity> getBody() {
    return result.minimalCompletionStage();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (subscription != null) {
      given.cancel();
      return;
    }
    subscription = given;
    try {
      writer = opening.open();
      given.request(1);
    } catch (Throwable thrown) {
      fail(thrown);
      given.cancel();
    }
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    CacheWriter open = writer;
    Flow.Subscription source = subscription;
    if (open == null || source == null || result.isDone()) {
      return;
    }
    try {
      for (ByteBuffer piece : pieces) {
        open.write(piece);
      }
      source.request(1);
    } catch (Throwable thrown) {
      fail(thrown);
      source.cancel();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    fail(thrown);
  }

  private void fail(Throwable thrown) {
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (IOException e) {
      thrown.addSuppressed(e);
    }
    result.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    CacheWriter open = writer;
    if (open == null || result.isDone()) {
      return;
    }
    try {
      result.complete(open.commit());
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  /// The same for a source of single buffers, whose signals are handled on an executor: a source
  /// must not be kept waiting.
  Flow.Subscriber<ByteBuffer> ofSingleBuffers(Executor tasks) {
    Executor inOrder = new InOrder(tasks);
    return new Flow.Subscriber<>() {
      private void handle(Runnable signal) {
        try {
          inOrder.execute(signal);
        } catch (RuntimeException rejected) {
          fail(rejected);
        }
      }

      @Override
      public void onSubscribe(Flow.Subscription given) {
        handle(() -> CacheBodySubscriber.this.onSubscribe(given));
      }

      @Override
      public void onNext(ByteBuffer piece) {
        handle(() -> CacheBodySubscriber.this.onNext(List.of(piece)));
      }

      @Override
      public void onError(Throwable thrown) {
        handle(() -> CacheBodySubscriber.this.onError(thrown));
      }

      @Override
      public void onComplete() {
        handle(CacheBodySubscriber.this::onComplete);
      }
    };
  }
}
