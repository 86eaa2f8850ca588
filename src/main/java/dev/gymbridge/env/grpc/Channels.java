package dev.gymbridge.env.grpc;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelProvider;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens connections. */
final class Channels {
  private Channels() {}

  static ManagedChannel open(ServerAddress address, ConnectionOptions options) {
    return builder(address.grpcTarget(), options).build();
  }

  /** One channel that leads to all servers of the targets, none of which is a Unix socket. */
  static ManagedChannel open(
      List<ServerAddress> targets, KnownServers knownServers, ConnectionOptions options) {
    ManagedChannelBuilder<?> builder = builder(SpreadChannel.TARGET, options);
    SpreadChannel.configure(builder, targets, knownServers);
    return builder.build();
  }

  private static ManagedChannelBuilder<?> builder(String grpcTarget, ConnectionOptions options) {
    ManagedChannelBuilder<?> builder =
        Grpc.newChannelBuilder(grpcTarget, InsecureChannelCredentials.create())
            // Callbacks run on the thread that reads the connection: they only fill a slot.
            .directExecutor()
            // A step must never be repeated, and the machinery that could would cost each message.
            .disableRetry()
            .maxInboundMessageSize(options.maxMessageBytes());
    if (!grpcTarget.startsWith("unix:")) {
      // A machine that vanishes closes no connection. A gRPC server in Python takes pings more
      // frequent than every five minutes for abuse unless told otherwise, as ours is.
      builder.keepAliveTime(60, TimeUnit.SECONDS).keepAliveTimeout(20, TimeUnit.SECONDS);
    }
    return builder;
  }

  /** Whether Unix sockets can be connected to here: Netty has them on Linux. */
  static boolean unixSocketsAvailable() {
    try {
      Grpc.newChannelBuilder("unix:/nothing", InsecureChannelCredentials.create());
      return true;
    } catch (ManagedChannelProvider.ProviderNotFoundException | IllegalArgumentException e) {
      return false;
    }
  }
}
