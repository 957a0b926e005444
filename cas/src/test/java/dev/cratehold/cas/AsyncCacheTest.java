package dev.cratehold.cas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import com.sun.net.httpserver.HttpServer;
import dev.cratehold.cas.integrity.HashAlgorithm;
import dev.cratehold.cas.integrity.Hasher;
import dev.cratehold.cas.integrity.Integrity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AsyncCacheTest {
  private static final byte[] BYTES = bytes(300_000);

  @TempDir Path temporary;

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private Cache cache() {
    return Cache.in(temporary.resolve("cache"));
  }

  private List<Path> staged() throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve("cache/tmp"))) {
      return files.toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  private long openFiles() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(this::isOfCache).count();
    }
  }

  private boolean isOfCache(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(temporary);
    } catch (IOException _) {
      return false;
    }
  }

  /// Writes down what it is told; asks for nothing by itself.
  private static final class Recorder implements Flow.Subscriber<ByteBuffer> {
    final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    final ByteArrayOutputStream read = new ByteArrayOutputStream();
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
    }

    @Override
    public void onNext(ByteBuffer piece) {
      byte[] bytes = new byte[piece.remaining()];
      piece.get(bytes);
      read.writeBytes(bytes);
      signals.add(piece);
    }

    @Override
    public void onError(Throwable thrown) {
      signals.add(thrown);
      ended.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
      signals.add("complete");
      ended.complete(true);
    }

    Object next() throws InterruptedException {
      Object signal = signals.poll(20, TimeUnit.SECONDS);
      assertThat(signal).as("a signal").isNotNull();
      return signal;
    }
  }

  private static Recorder subscribe(Flow.Publisher<ByteBuffer> publisher) {
    Recorder recorder = new Recorder();
    publisher.subscribe(recorder);
    return recorder;
  }

  @Test
  void publisher_piecesAskedForOneByOne_givesNoMoreThanThat() throws Exception {
    cache().put("key", BYTES);
    Recorder recorder = subscribe(cache().blob("key").publisher());
    Flow.Subscription subscription = recorder.subscription.join();

    int pieces = 0;
    while (recorder.read.size() < BYTES.length) {
      assertThat(recorder.signals).isEmpty();
      subscription.request(1);
      assertThat(recorder.next()).isInstanceOf(ByteBuffer.class);
      pieces++;
      assertThat(recorder.signals.stream().filter(ByteBuffer.class::isInstance)).isEmpty();
    }

    assertThat(pieces).isGreaterThan(3);
    assertThat(recorder.read.toByteArray()).isEqualTo(BYTES);
  }

  /// Who has got all pieces asked for need not ask for one that will not come.
  @Test
  void publisher_lastPieceTaken_completesUnasked() throws Exception {
    cache().put("small", new byte[] {1, 2, 3});
    cache().put("empty", new byte[0]);
    Recorder recorder = subscribe(cache().blob("small").publisher());
    recorder.subscription.join().request(1);

    assertThat(recorder.ended.get(20, TimeUnit.SECONDS)).isTrue();
    Recorder empty = subscribe(cache().blob("empty").publisher());
    assertThat(empty.ended.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(empty.signals).containsExactly("complete");
  }

  @Test
  void publisher_cancelled_closesTheFileAndSaysNothingMore() throws Exception {
    cache().put("key", BYTES);
    Recorder recorder = subscribe(cache().blob("key").publisher());
    recorder.subscription.join().request(1);
    recorder.next();
    assertThat(openFiles()).isEqualTo(1);

    recorder.subscription.join().cancel();

    awaitClosed();
    recorder.subscription.join().request(100);
    assertThat(recorder.signals).isEmpty();
  }

  private void awaitClosed() throws IOException {
    long start = System.nanoTime();
    while (openFiles() > 0 && System.nanoTime() - start < 20_000_000_000L) {
      Thread.onSpinWait();
    }
    assertThat(openFiles()).isZero();
  }

  @Test
  void publisher_nothingAskedFor_isAnErrorOfTheSubscriber() throws Exception {
    cache().put("key", BYTES);
    for (long wrong : List.of(0L, -1L, Long.MIN_VALUE)) {
      Recorder recorder = subscribe(cache().blob("key").publisher());
      recorder.subscription.join().request(wrong);
      assertThat(recorder.next()).isInstanceOf(IllegalArgumentException.class);
    }
    awaitClosed();
  }

  @Test
  void publisher_noSubscriber_isRefused() throws IOException {
    cache().put("key", BYTES);
    Flow.Publisher<ByteBuffer> publisher = cache().blob("key").publisher();
    Flow.Subscriber<ByteBuffer> none = none();

    assertThatNullPointerException().isThrownBy(() -> publisher.subscribe(none));
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T none() {
    return (T) null;
  }

  @Test
  void publisher_corruptContent_endsWithAnErrorInsteadOfCompletion() throws Exception {
    cache().put("key", BYTES);
    Path file = cache().blob("key").path();
    byte[] damaged = BYTES.clone();
    damaged[BYTES.length - 1]++;
    Files.write(file, damaged);

    Recorder recorder = subscribe(cache().blob("key").publisher());
    recorder.subscription.join().request(Long.MAX_VALUE);

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> recorder.ended.get(20, TimeUnit.SECONDS))
        .withCauseInstanceOf(MismatchException.class);
    assertThat(recorder.signals).doesNotContain("complete");
    awaitClosed();
  }

  @Test
  void publisher_missingContent_isAnError() throws Exception {
    Integrity integrity = Hasher.hash(BYTES, Set.of(HashAlgorithm.SHA256));
    Recorder recorder = subscribe(cache().blob(integrity).publisher());
    recorder.subscription.join().request(1);

    assertThat(recorder.next()).isInstanceOf(NotFoundException.class);
  }

  @Test
  void publisher_severalSubscribers_getAllOfItEach() throws Exception {
    cache().put("key", BYTES);
    Flow.Publisher<ByteBuffer> publisher = cache().blob("key").publisher();
    List<Recorder> recorders = Stream.generate(() -> subscribe(publisher)).limit(20).toList();
    for (Recorder recorder : recorders) {
      recorder.subscription.join().request(3);
      recorder.subscription.join().request(Long.MAX_VALUE);
      recorder.subscription.join().request(Long.MAX_VALUE);
    }

    for (Recorder recorder : recorders) {
      recorder.ended.get(20, TimeUnit.SECONDS);
      assertThat(recorder.read.toByteArray()).isEqualTo(BYTES);
    }
    awaitClosed();
  }

  /// A server that answers each request with `sent`, and says that it is `announced` bytes.
  private static HttpServer serve(byte[] sent, int announced, CompletableFuture<byte[]> received)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            try {
              received.complete(exchange.getRequestBody().readAllBytes());
            } catch (IOException e) {
              received.completeExceptionally(e);
            }
            exchange.sendResponseHeaders(200, announced);
            exchange.getResponseBody().write(sent);
          }
        });
    server.start();
    return server;
  }

  private static URI uri(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private HttpResponse<Integrity> download(byte[] sent, int announced, PutOptions options)
      throws Exception {
    HttpServer server = serve(sent, announced, new CompletableFuture<>());
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(uri(server)).build(), _ -> cache().bodySubscriber("key", options));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void bodySubscriber_wholeBody_isStored() throws Exception {
    Integrity integrity = download(BYTES, BYTES.length, PutOptions.DEFAULT).body();

    assertThat(cache().get("key")).isEqualTo(BYTES);
    assertThat(cache().find("key").orElseThrow().integrity()).contains(integrity);
    assertThat(staged()).isEmpty();
    assertThat(openFiles()).isZero();
  }

  @Test
  void bodySubscriber_connectionEndsBeforeTheBody_leavesNothing() throws IOException {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> download(BYTES, BYTES.length + 1000, PutOptions.DEFAULT));

    assertThat(cache().find("key")).isEmpty();
    assertThat(staged()).isEmpty();
    assertThat(openFiles()).isZero();
    assertThat(temporary.resolve("cache/content-v2")).doesNotExist();
  }

  @Test
  void bodySubscriber_anotherContent_leavesNothing() throws IOException {
    Integrity other = Hasher.hash(new byte[1], Set.of(HashAlgorithm.SHA512));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> download(BYTES, BYTES.length, PutOptions.DEFAULT.withIntegrity(other)))
        .satisfies(e -> assertThat(causes(e)).hasAtLeastOneElementOfType(MismatchException.class));

    assertThat(cache().find("key")).isEmpty();
    assertThat(staged()).isEmpty();
    assertThat(openFiles()).isZero();
  }

  private static List<Throwable> causes(Throwable thrown) {
    return Stream.<Throwable>iterate(thrown, e -> e != null, Throwable::getCause).toList();
  }

  @Test
  void bodySubscriber_tooLargeABody_leavesNothing() throws IOException {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> download(BYTES, BYTES.length, PutOptions.DEFAULT.withSize(10)));

    assertThat(staged()).isEmpty();
    assertThat(openFiles()).isZero();
  }

  private CompletableFuture<byte[]> upload(String key) throws Exception {
    CompletableFuture<byte[]> received = new CompletableFuture<>();
    HttpServer server = serve(new byte[1], 1, received);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest post =
          HttpRequest.newBuilder(uri(server)).POST(cache().blob(key).bodyPublisher()).build();
      client.send(post, BodyHandlers.discarding());
      return received;
    } finally {
      server.stop(0);
    }
  }

  @Test
  void bodyPublisher_inAPost_sendsTheContent() throws Exception {
    cache().put("key", BYTES);
    cache().put("empty", new byte[0]);

    assertThat(upload("key").join()).isEqualTo(BYTES);
    assertThat(upload("empty").join()).isEmpty();
    awaitClosed();
  }

  @Test
  void bodyPublisher_corruptContent_breaksTheRequestOff() throws Exception {
    cache().put("key", BYTES);
    Files.write(cache().blob("key").path(), new byte[BYTES.length]);

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> upload("key"));
    awaitClosed();
  }

  private static ByteBuffer piece(int i) {
    return ByteBuffer.wrap(("piece " + i + "\n").getBytes(UTF_8));
  }

  @Test
  void put_publisher_storesThePiecesInTheirOrder() throws Exception {
    CompletionStage<Integrity> stored;
    StringBuilder expected = new StringBuilder();
    try (SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>()) {
      stored = cache().async().put("key", source, PutOptions.DEFAULT);
      for (int i = 0; i < 5000; i++) {
        source.submit(piece(i));
        expected.append("piece ").append(i).append('\n');
      }
    }

    stored.toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(new String(cache().get("key"), UTF_8)).isEqualTo(expected.toString());
    assertThat(staged()).isEmpty();
  }

  @Test
  void put_publisherFails_leavesNothingAndSaysWhy() throws Exception {
    SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>();
    CompletableFuture<Integrity> stored =
        cache().async().put("key", source, PutOptions.DEFAULT).toCompletableFuture();
    source.submit(piece(1));
    source.closeExceptionally(new IllegalStateException("no more"));

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> stored.get(20, TimeUnit.SECONDS))
        .havingCause()
        .withMessage("no more");
    assertThat(staged()).isEmpty();
    assertThat(openFiles()).isZero();
    assertThat(cache().find("key")).isEmpty();
  }

  /// Who gives a stage away does not let others complete what it stands for.
  @Test
  void put_stageCancelled_storesNevertheless() throws Exception {
    SubmissionPublisher<ByteBuffer> source = new SubmissionPublisher<>();
    CompletionStage<Integrity> stored = cache().async().put("key", source, PutOptions.DEFAULT);
    source.submit(piece(1));
    assertThat(stored.toCompletableFuture().cancel(true)).isTrue();
    CountDownLatch done = new CountDownLatch(1);
    stored.whenComplete((_, _) -> done.countDown());
    source.submit(piece(2));
    source.close();

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(cache().get("key")).asString(UTF_8).isEqualTo("piece 1\npiece 2\n");
    assertThat(staged()).isEmpty();
    assertThat(openFiles()).isZero();
  }

  @Test
  void put_manyAtOnce_storesAll() throws IOException {
    AsyncCache cache = cache().async();
    List<CompletableFuture<Integrity>> puts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      puts.add(cache.put("key" + i, piece(i).array(), PutOptions.DEFAULT).toCompletableFuture());
    }
    puts.forEach(CompletableFuture::join);

    assertThat(cache.list().toCompletableFuture().join()).hasSize(500);
    List<CompletableFuture<byte[]>> gets =
        IntStream.range(0, 500).mapToObj(i -> cache.get("key" + i).toCompletableFuture()).toList();
    for (int i = 0; i < 500; i++) {
      assertThat(gets.get(i).join()).isEqualTo(piece(i).array());
    }
    assertThat(staged()).isEmpty();
    assertThat(openFiles()).isZero();
  }

  @Test
  void get_noSuchKey_completesExceptionally() {
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> cache().async().get("key").toCompletableFuture().join())
        .withCauseInstanceOf(NotFoundException.class);
  }

  /// Behaviour 44.
  @Test
  void put_sameContentTwelveTimesAtOnce_succeedsEachTime() throws IOException {
    for (int round = 0; round < 20; round++) {
      byte[] bytes = bytes(200_000 + round);
      AsyncCache cache = cache().async();
      List<CompletableFuture<Integrity>> puts =
          IntStream.range(0, 12)
              .mapToObj(
                  i -> cache.put("key" + i % 2, bytes, PutOptions.DEFAULT).toCompletableFuture())
              .toList();

      assertThat(puts.stream().map(CompletableFuture::join).distinct()).hasSize(1);
      assertThat(cache().get("key0")).isEqualTo(bytes);
      assertThat(cache().get("key1")).isEqualTo(bytes);
      assertThat(staged()).isEmpty();
    }
  }
}
