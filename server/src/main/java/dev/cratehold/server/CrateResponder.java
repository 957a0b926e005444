package dev.cratehold.server;

import dev.cratehold.proxy.CacheStatus;
import dev.cratehold.proxy.CrateReply;
import dev.cratehold.proxy.FillReader;
import dev.cratehold.proxy.RegistryProxy;
import dev.cratehold.store.LocalFile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// Answers requests for `.crate` files, stored or still arriving. The bytes are never coded: the
/// checksum is that of the bytes as they are.
final class CrateResponder {
  private static final System.Logger LOG = System.getLogger(CrateResponder.class.getName());

  /// Up to this size a file is read whole, off the event loop, and sent as one piece.
  private static final long SMALL = 128 << 10;

  private final RegistryProxy proxy;

  CrateResponder(RegistryProxy proxy) {
    this.proxy = proxy;
  }

  /// What is ready to be sent.
  private sealed interface Ready {
    record Missing(String reason) implements Ready {}

    record Whole(Buffer bytes, CacheStatus status) implements Ready {}

    record Large(LocalFile file) implements Ready {}

    record Arriving(FillReader reader) implements Ready {}
  }

  void answer(Exchange exchange, Route.Crate crate) {
    boolean immutable = crate.checksum().isPresent();
    exchange.offLoop(() -> ready(exchange, find(crate)), ready -> send(exchange, ready, immutable));
  }

  private CrateReply find(Route.Crate crate) throws IOException {
    return crate.checksum().isPresent()
        ? proxy.crate(crate.name(), crate.version(), crate.checksum().get())
        : proxy.crate(crate.name(), crate.version());
  }

  private static Ready ready(Exchange exchange, CrateReply reply) throws IOException {
    OptionalLong small = exchange.isHead() ? OptionalLong.empty() : smallLength(reply);
    try {
      exchange.reserve(small.orElse(roomForPieces(exchange, reply)));
    } catch (IOException e) {
      close(reply);
      throw e;
    }
    return small.isPresent() ? read(reply, small.getAsLong()) : unread(reply);
  }

  /// The length of what is to be read whole.
  private static OptionalLong smallLength(CrateReply reply) {
    OptionalLong length =
        switch (reply) {
          case CrateReply.Missing _ -> OptionalLong.empty();
          case CrateReply.Stored(LocalFile file) -> OptionalLong.of(file.length());
          case CrateReply.Arriving(FillReader reader) when reader.isComplete() -> reader.length();
          case CrateReply.Arriving _ -> OptionalLong.empty();
        };
    return length.orElse(Long.MAX_VALUE) <= SMALL ? length : OptionalLong.empty();
  }

  private static long roomForPieces(Exchange exchange, CrateReply reply) {
    return switch (reply) {
      case CrateReply.Missing _ -> 0;
      case CrateReply.Stored _ when isSentByKernel(exchange) -> 0;
      case CrateReply.Stored _, CrateReply.Arriving _ -> exchange.isHead() ? 0 : BodySender.ROOM;
    };
  }

  private static boolean isSentByKernel(Exchange exchange) {
    return !exchange.isHttp2() && !exchange.request().isSSL();
  }

  private static void close(CrateReply reply) {
    switch (reply) {
      case CrateReply.Missing _ -> {}
      case CrateReply.Stored(LocalFile file) -> new FileSource(file).close();
      case CrateReply.Arriving(FillReader reader) -> reader.close();
    }
  }

  private static Ready unread(CrateReply reply) {
    return switch (reply) {
      case CrateReply.Missing(String reason) -> new Ready.Missing(reason);
      case CrateReply.Stored(LocalFile file) -> new Ready.Large(file);
      case CrateReply.Arriving(FillReader reader) -> new Ready.Arriving(reader);
    };
  }

  private static Ready read(CrateReply reply, long length) throws IOException {
    return switch (reply) {
      case CrateReply.Missing(String reason) -> new Ready.Missing(reason);
      case CrateReply.Stored(LocalFile file) -> {
        try (file) {
          yield new Ready.Whole(readAll(file.channel()::read, length), CacheStatus.HIT);
        }
      }
      case CrateReply.Arriving(FillReader reader) -> {
        try (reader) {
          yield new Ready.Whole(readAll(reader::read, length), CacheStatus.MISS);
        }
      }
    };
  }

  @FunctionalInterface
  private interface PositionedRead {
    int read(ByteBuffer target, long position) throws IOException;
  }

  private static Buffer readAll(PositionedRead source, long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
    while (bytes.hasRemaining()) {
      if (source.read(bytes, bytes.position()) < 0) {
        throw new EOFException("a stored file became shorter than " + length + " bytes");
      }
    }
    return Buffer.buffer(bytes.array());
  }

  private static void send(Exchange exchange, Ready ready, boolean immutable) {
    if (ready instanceof Ready.Missing(String reason)) {
      exchange.text(404, reason);
      return;
    }
    if (ready instanceof Ready.Arriving(FillReader reader) && wouldLookWhole(exchange, reader)) {
      reader.close();
      exchange.header(HttpHeaders.RETRY_AFTER, "2");
      exchange.text(503, "The crate is still arriving, and HTTP/1.0 cannot tell where it ends.");
      return;
    }
    exchange.header(HttpHeaders.CONTENT_TYPE, "application/gzip");
    exchange.header(
        HttpHeaders.CACHE_CONTROL, immutable ? "public, max-age=31536000, immutable" : "no-cache");
    switch (ready) {
      case Ready.Missing _ -> throw new IllegalStateException("answered above");
      case Ready.Whole(Buffer bytes, CacheStatus status) -> {
        exchange.cacheStatus(status);
        exchange.body(bytes);
      }
      case Ready.Large(LocalFile file) -> sendFile(exchange, file);
      case Ready.Arriving(FillReader reader) -> sendArriving(exchange, reader);
    }
  }

  /// True if a transfer that breaks off would look like one that has ended: the end of the
  /// connection is the only end that HTTP/1.0 knows for a body whose length was not announced.
  private static boolean wouldLookWhole(Exchange exchange, FillReader reader) {
    return exchange.request().version() == HttpVersion.HTTP_1_0 && reader.length().isEmpty();
  }

  private static void sendFile(Exchange exchange, LocalFile file) {
    exchange.cacheStatus(CacheStatus.HIT);
    exchange.header(HttpHeaders.CONTENT_LENGTH, Long.toString(file.length()));
    FileSource source = new FileSource(file);
    HttpServerResponse response = exchange.response();
    if (exchange.isHead() || response.closed()) {
      source.close();
      endHead(exchange);
    } else if (!isSentByKernel(exchange)) {
      new BodySender(exchange, source).send();
    } else {
      response.bodyEndHandler(_ -> exchange.sent(file.length()));
      // Vert.x takes an answer that sends a file for ended, and so reports no break to its
      // handlers.
      exchange
          .connection()
          .whenGone(() -> {
            exchange.brokenOff();
            source.close();
          });
      response
          .sendFile(file.channel(), 0, file.length())
          .onFailure(_ -> exchange.brokenOff())
          .onComplete(_ -> source.close());
    }
  }

  private static void sendArriving(Exchange exchange, FillReader reader) {
    exchange.cacheStatus(CacheStatus.MISS);
    OptionalLong length = reader.length();
    if (length.isPresent()) {
      exchange.header(HttpHeaders.CONTENT_LENGTH, Long.toString(length.getAsLong()));
    } else {
      exchange.response().setChunked(true);
    }
    if (exchange.isHead() || exchange.response().closed()) {
      reader.close();
      endHead(exchange);
      return;
    }
    BodySender sender = new BodySender(exchange, new FillSource(reader));
    reader.onProgress(sender::wake);
    sender.send();
  }

  private static void endHead(Exchange exchange) {
    if (!exchange.response().closed()) {
      exchange.end();
    }
  }

  private record FillSource(FillReader reader) implements BodySender.Source {
    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return reader.read(target, position);
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  private record FileSource(LocalFile file) implements BodySender.Source {
    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.channel().read(target, position);
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "could not close a stored file", e);
      }
    }
  }
}
