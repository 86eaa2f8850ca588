package dev.gymbridge.remote.grpc;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelProvider;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;

/**
 * Opens connections.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class Channels {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private Channels() {}

  static ManagedChannel open(ServerAddress address, ChannelSecurity security, int maxMessageBytes) {
    security.check(address);
    ManagedChannelBuilder<?> builder = builder(address.grpcTarget(), security, maxMessageBytes);
    if (security.tls()) {
      builder.overrideAuthority(
          security.authority() == null ? address.authority() : security.authority());
    }
    return builder.build();
  }

  private static ManagedChannelBuilder<?> builder(
      String grpcTarget, ChannelSecurity security, int maxMessageBytes) {
    ManagedChannelBuilder<?> builder =
        Grpc.newChannelBuilder(grpcTarget, TlsCredentials.of(security))
            // Callbacks run on the thread that reads the connection: they only fill a slot.
            .directExecutor()
            // A step must never be repeated, and the machinery that could would cost each message.
            .disableRetry()
            .maxInboundMessageSize(maxMessageBytes);
    showToken(builder, security);
    if (!grpcTarget.startsWith("unix:")) {
      // A machine that vanishes closes no connection. A gRPC server in Python takes pings more
      // frequent than every five minutes for abuse unless told otherwise, as ours is.
      builder.keepAliveTime(60, TimeUnit.SECONDS).keepAliveTimeout(20, TimeUnit.SECONDS);
    }
    return builder;
  }

  /** Shows the token with every call. */
  private static void showToken(ManagedChannelBuilder<?> builder, ChannelSecurity security) {
    if (security.token() != null) {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, security.token().authorization());
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
  }

  /** Whether Unix sockets can be connected to here: Netty has them on Linux. */
  public static boolean unixSocketsAvailable() {
    try {
      Grpc.newChannelBuilder("unix:/nothing", InsecureChannelCredentials.create());
      return true;
    } catch (ManagedChannelProvider.ProviderNotFoundException | IllegalArgumentException e) {
      return false;
    }
  }
}
