package dev.cratehold.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One connection of a client: which requests run on it, and how long it may go on. It is closed
///
/// * if no request has come within [Limits#request()] after it was made,
/// * if no request has come within [Limits#idle()] after the last answer,
/// * if not a byte of a running answer could be sent for [Limits#stall()],
/// * if bodies wait to be sent and the client took nothing of any for [Limits#stall()]: on HTTP/2
///   whatever else it does meanwhile.
///
/// Only a whole request counts, whatever else the client sends meanwhile.
///
/// Sits first in the pipeline. Belongs to the connection's event loop, but for [#end()].
final class ClientConnection extends ChannelDuplexHandler {
  /// How long a client on HTTP/2 may take to read its last answer before the connection is closed.
  /// Some give up what they have received and not read yet when the connection ends.
  private static final long LAST_READ_NANOS = Duration.ofMillis(500).toNanos();

  private static final AttributeKey<ClientConnection> KEY =
      AttributeKey.valueOf(ClientConnection.class.getName());

  private static final Pattern GONE =
      Pattern.compile("broken pipe|connection reset", Pattern.CASE_INSENSITIVE);

  private final Connections all;
  private final Channel channel;
  private final SendBudget.Account account;
  private @Nullable HttpConnection http;
  private Optional<Refusal> refusal = Optional.empty();
  private int running;
  private boolean answered;
  private boolean ending;
  private long since = System.nanoTime();
  private long writes;
  private long lastProgress;
  private Runnable clientGone = () -> {};

  ClientConnection(Connections all, Channel channel) {
    this.all = all;
    this.channel = channel;
    this.account = all.budget().account();
    channel.attr(KEY).set(this);
  }

  /// The connection that a request came on.
  static ClientConnection of(HttpConnection connection) {
    Channel channel = ((HttpServerConnection) connection).channelHandlerContext().channel();
    return Objects.requireNonNull(channel.attr(KEY).get(), "accepted by another server");
  }

  /// The connection speaks HTTP now.
  void speaks(HttpConnection connection) {
    http = connection;
    if (ending) {
      end();
    }
  }

  /// The next request's head was refused for this reason; it is the connection's last one.
  void refuse(Refusal reason) {
    refusal = Optional.of(reason);
  }

  Optional<Refusal> refusal() {
    return refusal;
  }

  Channel channel() {
    return channel;
  }

  /// The room that bodies on it take. Safe for use by several threads.
  SendBudget.Account account() {
    return account;
  }

  void requestBegan() {
    running++;
    since = System.nanoTime();
  }

  void requestEnded() {
    running--;
    answered = true;
    since = System.nanoTime();
    if (ending && running == 0) {
      closeAfterLastRead();
    }
  }

  private void closeAfterLastRead() {
    long left = LAST_READ_NANOS - (System.nanoTime() - since);
    if (isHttp2() && answered && left > 0) {
      var _ = channel.eventLoop().schedule(this::closeGently, left, TimeUnit.NANOSECONDS);
    } else {
      closeGently();
    }
  }

  /// Closes the connection as soon as no answer runs on it. May be called from any thread.
  void end() {
    if (!channel.isRegistered()) {
      return; // channelActive() will see that the server is being closed
    }
    channel
        .eventLoop()
        .execute(() -> {
          ending = true;
          if (running == 0) {
            closeAfterLastRead();
          } else if (http != null && isHttp2()) {
            takeNoMore(http);
          }
        });
  }

  @SuppressWarnings("deprecation") // shutdown() would close the connection with its last answer
  private static void takeNoMore(HttpConnection http2) {
    http2.goAway(0);
  }

  private boolean isHttp2() {
    return http != null && http.protocolVersion() == HttpVersion.HTTP_2;
  }

  /// Closes it behind what is still to be sent; on HTTP/2, behind the answers that run.
  private void closeGently() {
    if (http == null) {
      var _ = channel.close();
    } else if (isHttp2()) {
      var _ = http.shutdown(all.drain().toMillis(), TimeUnit.MILLISECONDS);
    } else {
      var _ = http.close();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    checkIn(context, all.limits().shortestTime());
    context.fireChannelActive();
    if (all.isDraining()) {
      end();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    writes++;
    var _ =
        context.write(message, message instanceof FileRegion ? quiet(context, promise) : promise);
  }

  /// A promise for a piece of a file, which Vert.x does not hear of if it fails because the client
  /// has gone: it would log a stack trace. Whoever sends the file is told instead.
  private ChannelPromise quiet(ChannelHandlerContext context, ChannelPromise promise) {
    ChannelPromise written = context.newPromise();
    written.addListener(_ -> {
      if (written.isSuccess()) {
        promise.setSuccess();
      } else if (hasGone(written.cause())) {
        clientGone.run();
      } else {
        promise.setFailure(written.cause());
      }
    });
    return written;
  }

  private static boolean hasGone(Throwable cause) {
    return cause instanceof ClosedChannelException
        || (cause instanceof IOException
            && GONE.matcher(String.valueOf(cause.getMessage())).find());
  }

  /// From now on a file is being sent; if the client goes meanwhile, this is done once or more.
  void whenGone(Runnable action) {
    clientGone = action;
  }

  private void checkIn(ChannelHandlerContext context, Duration delay) {
    var _ =
        context
            .executor()
            .schedule(() -> check(context), delay.toNanos() + 1, TimeUnit.NANOSECONDS);
  }

  private void check(ChannelHandlerContext context) {
    if (!channel.isActive()) {
      return;
    }
    noteProgress();
    Duration left = left();
    if (left.isPositive()) {
      Duration soon = all.limits().shortestTime();
      checkIn(context, left.compareTo(soon) < 0 ? left : soon);
    } else {
      all.timedOut();
      var _ = context.close();
    }
  }

  /// How long it may go on like this.
  private Duration left() {
    Duration left = allowed().minusNanos(System.nanoTime() - since);
    Duration untilStalled = all.limits().stall().minus(account.stalled());
    return left.compareTo(untilStalled) < 0 ? left : untilStalled;
  }

  private Duration allowed() {
    if (running > 0 || isSending()) {
      return all.limits().stall();
    }
    return answered ? all.limits().idle() : all.limits().request();
  }

  private boolean isSending() {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    return outbound != null && outbound.totalPendingWriteBytes() > 0;
  }

  /// Notes whether the client took something since the last check.
  private void noteProgress() {
    ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
    if (outbound == null || !(running > 0 || isSending())) {
      return;
    }
    long progress =
        Objects.hash(
            writes,
            System.identityHashCode(outbound.current()),
            outbound.currentProgress(),
            outbound.totalPendingWriteBytes());
    if (progress != lastProgress) {
      lastProgress = progress;
      since = System.nanoTime();
    }
  }
}
