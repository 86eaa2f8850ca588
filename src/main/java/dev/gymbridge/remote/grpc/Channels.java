package dev.gymbridge.remote.grpc;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens connections.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class Channels {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /**
   * Warns, at each connection, of an option that gRPC sets and a Unix socket has not. Held, since a
   * logger that nobody holds forgets its level.
   */
  private static final Logger BOOTSTRAP =
      Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap.Bootstrap");

  static {
    if (BOOTSTRAP.getLevel() == null) {
      BOOTSTRAP.setLevel(Level.SEVERE);
    }
  }

  private final ChannelSecurity security;
  private final ChannelCredentials credentials;
  private final int maxMessageBytes;

  /**
   * Connections that are secured in one way.
   *
   * @throws ChannelSecurityException if a file of the security will not do
   */
  Channels(ChannelSecurity security, int maxMessageBytes) {
    this.security = security;
    this.credentials = TlsCredentials.of(security);
    this.maxMessageBytes = maxMessageBytes;
  }

  /** A connection to one server, which the caller closes. */
  ManagedChannel open(Endpoint server) {
    ManagedChannelBuilder<?> builder =
        Grpc.newChannelBuilder(server.grpcTarget(), credentials)
            // Callbacks run on the thread that reads the connection: they only fill a slot.
            .directExecutor()
            // A step must never be repeated, and the machinery that could would cost each message.
            .disableRetry()
            // What a name's owner writes into DNS is for other clients.
            .disableServiceConfigLookUp()
            .maxInboundMessageSize(maxMessageBytes);
    String authority = security.authority() != null ? security.authority() : server.authority();
    if (authority != null) {
      builder.overrideAuthority(authority);
    }
    if (security.token() != null) {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, security.token().authorization());
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
    if (!server.grpcTarget().startsWith("unix:")) {
      // A machine that vanishes closes no connection. A gRPC server in Python takes pings more
      // frequent than every five minutes for abuse unless told otherwise, as ours is.
      builder.keepAliveTime(60, TimeUnit.SECONDS).keepAliveTimeout(20, TimeUnit.SECONDS);
    }
    return builder.build();
  }

  /** Whether Unix sockets can be connected to here: Netty has them where its native part loads. */
  public static boolean unixSocketsAvailable() {
    try {
      Grpc.newChannelBuilder("unix:/nothing", InsecureChannelCredentials.create());
      return true;
    } catch (RuntimeException noSuchTransport) {
      // Of a class inside gRPC, and not the one that it documents.
      return false;
    }
  }
}
