package dev.cratehold.server;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;

/// A transport of Vert.x that limits how many connections it accepts, and puts a [ClientConnection]
/// in front of each, with a [RequestGate] behind it where there is no TLS. Vert.x has no handler
/// for what happens before it has read a request, and no switch to decline an upgrade by request.
final class FilteredTransport implements Transport {
  private final Transport transport;

  private final ServerConfig config;
  private final RequestBodies bodies;
  private final Connections connections;

  private FilteredTransport(
      Transport transport, ServerConfig config, RequestBodies bodies, Connections connections) {
    this.transport = transport;
    this.config = config;
    this.bodies = bodies;
    this.connections = connections;
  }

  /// The fastest transport that this system has, with what the configuration asks for.
  static io.vertx.core.transport.Transport create(
      ServerConfig config, RequestBodies bodies, Connections connections) {
    io.vertx.core.transport.Transport fastest = io.vertx.core.transport.Transport.nativeTransport();
    if (fastest == null || !fastest.available()) {
      fastest = io.vertx.core.transport.Transport.NIO;
    }
    Transport implementation = ((TransportInternal) fastest).implementation();
    return new TransportInternal(
        fastest.name(),
        true,
        null,
        new FilteredTransport(implementation, config, bodies, connections));
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    transport.configure(config, domainSocket, bootstrap);
    bootstrap.handler(new Acceptor(this.config, bodies, connections));
  }

  /// Sees each accepted connection before anything else does.
  @ChannelHandler.Sharable
  private static final class Acceptor extends ChannelInboundHandlerAdapter {
    private final ServerConfig config;
    private final RequestBodies bodies;
    private final Connections connections;

    Acceptor(ServerConfig config, RequestBodies bodies, Connections connections) {
      this.config = config;
      this.bodies = bodies;
      this.connections = connections;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      connections.listenOn(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      Channel channel = (Channel) accepted;
      connections
          .admit(channel)
          .ifPresent(connection -> {
            if (config.tls().isEmpty()) {
              channel
                  .pipeline()
                  .addFirst(
                      new RequestGate(
                          config.limits(), bodies, connection, config.clearTextHttp2()));
            }
            channel.pipeline().addFirst(connection);
            context.fireChannelRead(channel);
          });
    }
  }

  @Override
  public boolean supportsDomainSockets() {
    return transport.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return transport.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return transport.isAvailable();
  }

  @Override
  public Throwable unavailabilityCause() {
    return transport.unavailabilityCause();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return transport.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
    return transport.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return transport.ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(
      int type, int threads, ThreadFactory threadFactory, int ioRatio) {
    return transport.eventLoopGroup(type, threads, threadFactory, ioRatio);
  }

  @Override
  @SuppressWarnings("deprecation") // Vert.x's interface names the type.
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return transport.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return transport.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return transport.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return transport.serverChannelFactory(domainSocket);
  }

  @Override
  public void configure(
      DatagramChannel channel, io.vertx.core.datagram.DatagramSocketOptions options) {
    transport.configure(channel, options);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
    transport.configure(config, domainSocket, bootstrap);
  }
}
