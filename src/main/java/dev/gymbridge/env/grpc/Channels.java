package dev.gymbridge.env.grpc;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelProvider;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens connections. */
final class Channels {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private Channels() {}

  static ManagedChannel open(ServerAddress address, ConnectionOptions options) {
    options.security().check(address);
    return builder(address.grpcTarget(), options).build();
  }

  /** One channel that leads to all servers of the targets, none of which is a Unix socket. */
  static ManagedChannel open(
      List<ServerAddress> targets, KnownServers knownServers, ConnectionOptions options) {
    targets.forEach(options.security()::check);
    ManagedChannelBuilder<?> builder = builder(SpreadChannel.TARGET, options);
    SpreadChannel.configure(builder, targets, knownServers);
    return builder.build();
  }

  private static ManagedChannelBuilder<?> builder(String grpcTarget, ConnectionOptions options) {
    ManagedChannelBuilder<?> builder =
        Grpc.newChannelBuilder(grpcTarget, TlsCredentials.of(options.security()))
            // Callbacks run on the thread that reads the connection: they only fill a slot.
            .directExecutor()
            // A step must never be repeated, and the machinery that could would cost each message.
            .disableRetry()
            .maxInboundMessageSize(options.maxMessageBytes());
    secure(builder, options.security());
    if (!grpcTarget.startsWith("unix:")) {
      // A machine that vanishes closes no connection. A gRPC server in Python takes pings more
      // frequent than every five minutes for abuse unless told otherwise, as ours is.
      builder.keepAliveTime(60, TimeUnit.SECONDS).keepAliveTimeout(20, TimeUnit.SECONDS);
    }
    return builder;
  }

  /** Says whom to expect, and shows the token with every call. */
  private static void secure(ManagedChannelBuilder<?> builder, ChannelSecurity security) {
    if (security.authority() != null) {
      builder.overrideAuthority(security.authority());
    }
    if (security.token() != null) {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, security.token().authorization());
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
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
