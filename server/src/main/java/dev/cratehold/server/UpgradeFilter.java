package dev.cratehold.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Declines the `Upgrade: h2c` of clients that cannot carry it through, by taking the header out of
/// a connection's first request before the HTTP decoder sees it; such a client is answered on
/// HTTP/1.1.
///
/// Declined is an upgrade that
///
/// * asks for a window of 32 MB or more: so does libcurl 7.88, which distributions build cargo with
///   and which then breaks the connection it asked to upgrade (cargo with a libcurl of its own asks
///   for 64 KB and upgrades well);
/// * has no `HTTP2-Settings`, or ones that cannot be read: RFC 9113 leaves such a request to
///   HTTP/1.1;
/// * comes with a body.
///
/// Sits first in the pipeline of one connection and leaves it after the first request's head.
final class UpgradeFilter extends ChannelInboundHandlerAdapter {
  /// Heads that are longer are no cargo's, and go on unread to the decoder, which has its own
  /// limit.
  static final int MAX_HEAD = 16 << 10;

  private static final long WINDOW_OF_BROKEN_CLIENTS = 32L << 20;
  private static final int SETTING_BYTES = 6;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int END_OF_HEAD = 0x0d0a0d0a;

  /// Of a head whose lines end in a line feed alone, as the decoder accepts them too.
  private static final int END_OF_BARE_HEAD = 0x0a0a;

  private static final int END_LENGTH = Integer.BYTES;
  private static final Pattern UPGRADE =
      Pattern.compile("(?im)^Upgrade[ \\t]*:[ \\t]*h2c[ \\t]*\\r\\n");
  private static final Pattern SETTINGS =
      Pattern.compile("(?im)^HTTP2-Settings[ \\t]*:[ \\t]*([A-Za-z0-9_-]*)=*[ \\t]*\\r\\n");
  private static final Pattern BODY =
      Pattern.compile("(?im)^(Content-Length[ \\t]*:[ \\t]*0*[1-9]|Transfer-Encoding[ \\t]*:)");

  private ByteBuf head = Unpooled.EMPTY_BUFFER;

  /// Up to where the head is known not to end.
  private int searched;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    head = joined(context, (ByteBuf) message);
    int end = endOfHead();
    if (end >= 0) {
      pass(context, filtered(head, end));
    } else if (head.readableBytes() >= MAX_HEAD || !mayBeHttp1()) {
      pass(context, head);
    }
  }

  /// The bytes so far, in one buffer however many pieces they come in.
  private ByteBuf joined(ChannelHandlerContext context, ByteBuf next) {
    return head.isReadable()
        ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), head, next)
        : next;
  }

  /// The preface of HTTP/2 with prior knowledge has an end of head of its own, so this only spares
  /// the wait where the first bytes cannot be a request line.
  private boolean mayBeHttp1() {
    byte first = head.getByte(head.readerIndex());
    return first >= 'A' && first <= 'Z';
  }

  private void pass(ChannelHandlerContext context, ByteBuf bytes) {
    head = Unpooled.EMPTY_BUFFER;
    context.fireChannelRead(bytes);
    context.pipeline().remove(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    head.release();
  }

  /// The index behind the blank line that ends the head, or -1.
  private int endOfHead() {
    int start = head.readerIndex();
    int limit = Math.min(head.readableBytes(), MAX_HEAD) - END_LENGTH;
    for (int i = searched; i <= limit; i++) {
      int four = head.getInt(start + i);
      if (four == END_OF_HEAD || (four & 0xffff) == END_OF_BARE_HEAD) {
        return start + i + END_LENGTH;
      }
    }
    searched = Math.max(0, limit + 1);
    return -1;
  }

  private static ByteBuf filtered(ByteBuf bytes, int end) {
    String text =
        bytes.toString(bytes.readerIndex(), end - bytes.readerIndex(), StandardCharsets.ISO_8859_1);
    String kept = filtered(text);
    if (kept.equals(text)) {
      return bytes;
    }
    ByteBuf newHead = Unpooled.copiedBuffer(kept, StandardCharsets.ISO_8859_1);
    return Unpooled.wrappedBuffer(newHead, bytes.readerIndex(end));
  }

  /// The head of a request without an upgrade that should be declined.
  ///
  /// @param head all of it, with the blank line at its end
  static String filtered(String head) {
    Matcher upgrade = UPGRADE.matcher(head);
    return !upgrade.find() || isAcceptable(head) ? head : upgrade.replaceAll("");
  }

  private static boolean isAcceptable(String head) {
    Matcher settings = SETTINGS.matcher(head);
    if (!settings.find() || BODY.matcher(head).find()) {
      return false;
    }
    OptionalLong window = initialWindow(settings.group(1));
    return window.isPresent() && window.getAsLong() < WINDOW_OF_BROKEN_CLIENTS;
  }

  /// The initial window in the payload of a SETTINGS frame (RFC 9113, section 6.5.1) that is
  /// written in base64url; 65535 where it names none; empty if it is no such payload.
  private static OptionalLong initialWindow(String settings) {
    byte[] payload;
    try {
      payload = Base64.getUrlDecoder().decode(settings);
    } catch (IllegalArgumentException _) {
      return OptionalLong.empty();
    }
    if (payload.length % SETTING_BYTES != 0) {
      return OptionalLong.empty();
    }
    long window = 65_535;
    ByteBuffer fields = ByteBuffer.wrap(payload);
    while (fields.hasRemaining()) {
      int identifier = fields.getShort();
      long value = Integer.toUnsignedLong(fields.getInt());
      window = identifier == INITIAL_WINDOW_SIZE ? value : window;
    }
    return OptionalLong.of(window);
  }
}
