package dev.gymbridge.env.grpc;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.proto.v1.EnvironmentServiceGrpc;
import dev.gymbridge.proto.v1.GetServerInfoRequest;
import dev.gymbridge.proto.v1.GetServerInfoResponse;
import dev.gymbridge.proto.v1.ListEnvironmentsRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A connection to an environment server, from which environments come.
 *
 * <pre>{@code
 * try (EnvironmentServer server = EnvironmentServer.connect("gym.example.org:50051");
 *     Environment environment = server.make(EnvironmentOptions.of("CartPole-v1"))) {
 *   environment.reset(7);
 * }
 * }</pre>
 *
 * <p>Thread-safe; the environments are not. All of them share one connection. Closing it closes
 * every environment made from it. To have a server started on this machine, see {@link
 * LocalServer}.
 */
public final class EnvironmentServer implements EnvironmentSource {
  /** The version of the wire protocol that this client speaks. */
  public static final int PROTOCOL_VERSION = 1;

  /** Making every registered environment to learn its spaces takes the server a while. */
  private static final Duration LIST_WITH_SPACES_LIMIT = Duration.ofMinutes(5);

  private static final Duration LIST_LIMIT = Duration.ofSeconds(60);

  private final ManagedChannel channel;
  private final CallFailures failures;
  private final ConnectionOptions options;
  private final ServerInfo info;

  private EnvironmentServer(
      ManagedChannel channel, CallFailures failures, ConnectionOptions options, ServerInfo info) {
    this.channel = channel;
    this.failures = failures;
    this.options = options;
    this.info = info;
  }

  /**
   * Connects, in plain text, with the default options.
   *
   * @see #connect(String, ConnectionOptions)
   */
  public static EnvironmentServer connect(String target) {
    return connect(target, ConnectionOptions.DEFAULT);
  }

  /**
   * Connects, and asks the server what it is.
   *
   * @param target {@code host:port}, {@code unix:/path} or {@code dns:///host:port}
   * @throws IllegalArgumentException if {@code target} is none of these
   * @throws ChannelSecurityException if the security asked for cannot be had
   * @throws ServerUnavailableException if nothing listens there, something else does, or a server
   *     of another protocol version; or if it, or the client, is not whom the other trusts
   */
  public static EnvironmentServer connect(String target, ConnectionOptions options) {
    ServerAddress address = ServerAddress.parse(target);
    return over(Channels.open(address, options), new CallFailures(address.text()), options);
  }

  /** Connects over a channel, which is this object's from then on, also when it throws. */
  static EnvironmentServer over(
      ManagedChannel channel, CallFailures failures, ConnectionOptions options) {
    try {
      ServerInfo info = askForInfo(channel, failures, options.timeLimits().connect());
      return new EnvironmentServer(channel, failures, options, info);
    } catch (RuntimeException e) {
      channel.shutdownNow();
      throw e;
    }
  }

  private static ServerInfo askForInfo(
      ManagedChannel channel, CallFailures failures, Duration timeLimit) {
    GetServerInfoResponse response;
    try {
      response =
          EnvironmentServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(timeLimit.toNanos(), TimeUnit.NANOSECONDS)
              .getServerInfo(GetServerInfoRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      throw failures.translateFirst(e.getStatus());
    }
    if (response.getProtocolVersion() != PROTOCOL_VERSION) {
      throw new ServerUnavailableException(
          "%s (version %s) speaks protocol %d, this client speaks %d; use the same version of gymbridge on both sides"
              .formatted(
                  failures.server(),
                  response.getServerVersion().isEmpty() ? "unknown" : response.getServerVersion(),
                  response.getProtocolVersion(),
                  PROTOCOL_VERSION));
    }
    return ServerInfo.decode(response);
  }

  /** What the server said of itself when the connection was made. */
  public ServerInfo serverInfo() {
    return info;
  }

  /** The address, as it was given to connect to. */
  public String address() {
    return failures.address();
  }

  /**
   * The environments that the server can make, sorted by id.
   *
   * @param filter only ids that contain this, ignoring case; empty for all
   * @param withSpaces whether to make each of them to learn its spaces, which takes time
   * @throws ServerUnavailableException if the server is gone
   */
  public List<ListedEnvironment> list(String filter, boolean withSpaces) {
    Duration limit = withSpaces ? LIST_WITH_SPACES_LIMIT : LIST_LIMIT;
    try {
      return EnvironmentServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS)
          .listEnvironments(
              ListEnvironmentsRequest.newBuilder()
                  .setFilter(filter)
                  .setWithSpaces(withSpaces)
                  .build())
          .getEnvironmentsList()
          .stream()
          .map(ListedEnvironment::decode)
          .toList();
    } catch (StatusRuntimeException e) {
      throw failures.translate(e.getStatus());
    }
  }

  @Override
  public Environment make(EnvironmentOptions environmentOptions) {
    return RemoteEnvironment.make(openSession(), environmentOptions);
  }

  @Override
  public VectorEnvironment makeVector(
      EnvironmentOptions environmentOptions, int numEnvs, AutoresetMode autoresetMode) {
    return makeVector(environmentOptions, numEnvs, autoresetMode, options.vectorization());
  }

  /**
   * Makes a vector of environments, which the caller closes.
   *
   * @param numEnvs how many, at least 1
   * @param vectorization how the server steps them, instead of the connection's choice
   */
  public VectorEnvironment makeVector(
      EnvironmentOptions environmentOptions,
      int numEnvs,
      AutoresetMode autoresetMode,
      Vectorization vectorization) {
    if (numEnvs < 1) {
      throw new IllegalArgumentException("numEnvs must be at least 1, got " + numEnvs);
    }
    return RemoteVectorEnvironment.make(
        openSession(), environmentOptions, numEnvs, autoresetMode, vectorization);
  }

  private RemoteSession openSession() {
    return new RemoteSession(new GrpcSessionTransport(channel, failures), options.timeLimits());
  }

  /** Ends the connection, and with it every session; a second call does nothing. */
  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(options.timeLimits().close().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
