package dev.cratehold.server;

import dev.cratehold.server.RequestHead.Next;
import dev.cratehold.server.RequestHead.Upgrade;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// Judges the head of every HTTP/1.1 request of one connection before the decoder sees it: see
/// [RequestHead]. A refused head becomes a request that no client can send in earnest, so that its
/// answer comes in its turn, behind those of the requests before; whoever handles it finds the
/// reason in [ClientConnection#refusal()].
///
/// The body of a request that may have one ([RequestBodies]) passes, to its last byte as the head
/// announced it, behind which the next head is judged. No other body passes: behind the head of
/// such a request, and behind a refused one, everything is thrown away, up to a limit, behind which
/// nothing more is read. When the answer is sent and the connection is to be closed, the gate keeps
/// it half open for some seconds: a socket that is closed on unread data is reset, and a client
/// that still sends its body would never see the answer.
///
/// The gate leaves the pipeline where HTTP/2 begins.
final class RequestGate extends ChannelDuplexHandler {
  /// The method of the request that stands for a refused one.
  static final String STAND_IN_METHOD = "-";

  private static final String STAND_IN =
      STAND_IN_METHOD + " / HTTP/1.1\r\nHost: -\r\nConnection: close\r\n\r\n";

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\n";
  private static final long LINGER_SECONDS = 5;
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  private final Limits limits;
  private final RequestBodies bodies;
  private final ClientConnection connection;
  private final ClearTextHttp2 http2;
  private ByteBuf pending = Unpooled.EMPTY_BUFFER;

  /// Up to where `pending` was searched for the end of a line.
  private int searched;

  /// Where the line begins that is not searched to its end yet.
  private int lineStart;

  /// How many bytes the request line has with its end; 0 if that was not found yet.
  private int requestLine;

  /// How many bytes of a body are still to come.
  private int bodyLeft;

  private boolean first = true;
  private boolean discarding;
  private long discarded;

  /// @param bodies which requests may have a body
  /// @param http2 whether the connection may go over to HTTP/2
  RequestGate(
      Limits limits, RequestBodies bodies, ClientConnection connection, ClearTextHttp2 http2) {
    this.limits = limits;
    this.bodies = bodies;
    this.connection = connection;
    this.http2 = http2;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (discarding) {
      discard(context, (ByteBuf) message);
      return;
    }
    pending = joined(context, (ByteBuf) message);
    while (!discarding && pending.isReadable() && !context.isRemoved()) {
      if (bodyLeft > 0) {
        passBody(context);
        continue;
      }
      int end = endOfHead(context);
      if (end < 0) {
        return;
      }
      if (end > 0) {
        judge(context, end);
      }
    }
  }

  private void passBody(ChannelHandlerContext context) {
    int length = Math.min(bodyLeft, pending.readableBytes());
    bodyLeft -= length;
    context.fireChannelRead(pending.readRetainedSlice(length));
  }

  /// The bytes so far, in one buffer however many pieces they come in.
  private ByteBuf joined(ChannelHandlerContext context, ByteBuf next) {
    return pending.isReadable()
        ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), pending, next)
        : replaced(next);
  }

  private ByteBuf replaced(ByteBuf next) {
    pending.release();
    return next;
  }

  /// How many bytes the next head has, 0 if the search begins anew, -1 if its end is not there.
  private int endOfHead(ChannelHandlerContext context) {
    int start = pending.readerIndex();
    int length = pending.readableBytes();
    if (!mayBegin(pending.getByte(start))) {
      refuse(context, new Refusal(400, "This is no HTTP request."));
      return 0;
    }
    while (true) {
      int lineFeed = pending.indexOf(start + searched, start + length, LF) - start;
      if (isTooLong(context, lineFeed < 0 ? length : lineFeed)) {
        return 0;
      }
      if (lineFeed < 0) {
        searched = length;
        return -1;
      }
      if (lineFeed == 0 || pending.getByte(start + lineFeed - 1) != CR) {
        refuse(context, new Refusal(400, "A line of the request ends in a bare line feed."));
        return 0;
      }
      boolean blank = lineFeed - 1 == lineStart;
      searched = lineFeed + 1;
      lineStart = searched;
      if (blank) {
        return requestLine > 0 ? searched : skipBlankLine();
      }
      requestLine = requestLine == 0 ? searched : requestLine;
    }
  }

  /// Spares a client that speaks something else, such as TLS, the wait for the end of a line.
  private static boolean mayBegin(byte first) {
    return first == CR || first == LF || (first > ' ' && first < 0x7f);
  }

  private boolean isTooLong(ChannelHandlerContext context, int searchedTo) {
    if (requestLine == 0 && searchedTo > limits.requestLine()) {
      refuse(context, tooLong(414, "The request line has", limits.requestLine()));
      return true;
    }
    if (requestLine > 0 && searchedTo - requestLine > limits.headers()) {
      refuse(context, tooLong(431, "The request's headers have", limits.headers()));
      return true;
    }
    return false;
  }

  private static Refusal tooLong(int status, String what, int limit) {
    return new Refusal(status, what + " more than " + limit + " bytes.");
  }

  /// A blank line before a request is none of it (RFC 9112, section 2.2).
  private int skipBlankLine() {
    pending.skipBytes(searched);
    reset();
    return 0;
  }

  private void reset() {
    searched = 0;
    lineStart = 0;
    requestLine = 0;
  }

  private void refuse(ChannelHandlerContext context, Refusal refusal) {
    connection.refuse(refusal);
    discarding = true;
    discard(context, pending);
    pending = Unpooled.EMPTY_BUFFER;
    pass(context, STAND_IN);
  }

  private void judge(ChannelHandlerContext context, int length) {
    reset();
    String head = pending.toString(pending.readerIndex(), length, StandardCharsets.ISO_8859_1);
    if (first && head.equals(PREFACE)) {
      prefaced(context);
      return;
    }
    Upgrade upgrade = first && http2 == ClearTextHttp2.OFFERED ? Upgrade.ALLOWED : Upgrade.IGNORED;
    first = false;
    switch (RequestHead.of(head, upgrade, bodies)) {
      case RequestHead.Refused(Refusal refusal) -> refuse(context, refusal);
      case RequestHead.WithBody(String kept, int body) -> {
        bodyLeft = body;
        accept(context, length, head, kept, Next.HEAD);
      }
      case RequestHead.Accepted(String kept, Next next) ->
          accept(context, length, head, kept, next);
    }
  }

  private void prefaced(ChannelHandlerContext context) {
    if (http2 == ClearTextHttp2.OFFERED) {
      leave(context);
    } else {
      refuse(context, new Refusal(505, "HTTP/2 is not spoken here without TLS."));
    }
  }

  private void accept(
      ChannelHandlerContext context, int length, String head, String kept, Next next) {
    ByteBuf original = pending.readRetainedSlice(length);
    if (next == Next.BODY) {
      discarding = true;
      discard(context, pending);
      pending = Unpooled.EMPTY_BUFFER;
    }
    if (kept.equals(head)) {
      context.fireChannelRead(original);
    } else {
      original.release();
      pass(context, kept);
    }
    if (next == Next.HTTP2) {
      leave(context);
    }
  }

  private static void pass(ChannelHandlerContext context, String head) {
    context.fireChannelRead(Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1));
  }

  /// Leaves the rest of the connection to HTTP/2.
  private void leave(ChannelHandlerContext context) {
    ByteBuf rest = pending;
    pending = Unpooled.EMPTY_BUFFER;
    if (rest.isReadable()) {
      context.fireChannelRead(rest);
    } else {
      rest.release();
    }
    context.pipeline().remove(this);
  }

  private void discard(ChannelHandlerContext context, ByteBuf bytes) {
    discarded += bytes.readableBytes();
    bytes.release();
    if (discarded > limits.body()) {
      context.channel().config().setAutoRead(false);
    }
  }

  /// Waits for the client to close first where it may still be sending.
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (!discarding || !context.channel().isActive()) {
      var _ = context.close(promise);
      return;
    }
    if (context.channel() instanceof DuplexChannel channel) {
      var _ = channel.shutdownOutput();
    }
    var _ =
        context
            .executor()
            .schedule(
                () -> {
                  var _ = context.close(promise);
                },
                LINGER_SECONDS,
                TimeUnit.SECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    pending.release();
    pending = Unpooled.EMPTY_BUFFER;
  }
}
