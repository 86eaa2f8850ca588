package dev.gymbridge.remote;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.remote.fleet.SpreadVectorEnvironment;
import dev.gymbridge.remote.fleet.UsableServers;
import dev.gymbridge.remote.grpc.ChannelSecurityException;
import dev.gymbridge.remote.grpc.ServerGroup;
import dev.gymbridge.remote.grpc.ServerTargets;
import dev.gymbridge.remote.session.Carrier;
import dev.gymbridge.remote.session.ListedEnvironment;
import dev.gymbridge.remote.session.RemoteEnvironment;
import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.ServerInfo;
import dev.gymbridge.remote.session.ServerStatus;
import dev.gymbridge.remote.session.SessionServer;
import dev.gymbridge.remote.session.SessionServers;
import dev.gymbridge.remote.wire.MakeMessages;
import dev.gymbridge.remote.wire.Protocol;
import dev.gymbridge.remote.wire.Vectorization;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A connection to an environment server, or to several, from which environments come.
 *
 * <pre>{@code
 * try (EnvironmentServer server = EnvironmentServer.connect("gym.example.org:50051");
 *     Environment environment = server.make(EnvironmentOptions.of("CartPole-v1"))) {
 *   environment.reset(7);
 * }
 * }</pre>
 *
 * <p>Of several servers, {@code connect("a:50051,b:50051")} or a name with several addresses, each
 * steps its share of a vector. When one dies, its share is made again on the others and the
 * episodes that were lost are {@linkplain dev.gymbridge.env.VectorStepResult#interrupted marked};
 * it is used again, once it is back, for what is made from then on.
 *
 * <p>Thread-safe; the environments are not. All of them share the connection. Closing it closes
 * every environment made from it. To have a server started on this machine, see {@link
 * LocalServer}.
 */
public final class EnvironmentServer implements EnvironmentSource {
  /** The version of the wire protocol that this client speaks. */
  public static final int PROTOCOL_VERSION = Protocol.VERSION;

  /** Making every registered environment to learn its spaces takes the server a while. */
  private static final Duration LIST_WITH_SPACES_LIMIT = Duration.ofMinutes(5);

  private static final Duration LIST_LIMIT = Duration.ofSeconds(60);

  private final SessionServers servers;
  private final ConnectionOptions options;
  private final List<ServerStatus> statuses;
  private final ServerInfo info;

  private EnvironmentServer(SessionServers servers, ConnectionOptions options) {
    this.servers = servers;
    this.options = options;
    List<ServerAnswer> answers = servers.ask();
    this.statuses = answers.stream().map(ServerAnswer::status).toList();
    this.info = UsableServers.of(answers).get(0).status().info().orElseThrow();
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
   * Connects, and asks the servers what they are.
   *
   * @param target {@code host:port}, {@code unix:/path} or {@code dns:///host:port}, or several of
   *     them, separated by commas; a name with several addresses stands for several servers
   * @throws IllegalArgumentException if {@code target} is none of these
   * @throws ChannelSecurityException if the security asked for cannot be had
   * @throws ServerUnavailableException if nothing listens there, something else does, or a server
   *     of another protocol version: of several servers, at all of them; if they have different
   *     versions of Gymnasium; or if one side is not whom the other trusts
   */
  public static EnvironmentServer connect(String target, ConnectionOptions options) {
    return over(
        ServerGroup.open(ServerTargets.parse(target), options.security(), options.forSessions()),
        options);
  }

  /** Connects over servers, which are this object's from then on, also when it throws. */
  static EnvironmentServer over(SessionServers servers, ConnectionOptions options) {
    try {
      return new EnvironmentServer(servers, options);
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  /** What the server, or the first of several, said of itself when the connection was made. */
  public ServerInfo serverInfo() {
    return info;
  }

  /** What carries the environments that are made from now on; of several servers, the first's. */
  public Carrier carrier() {
    return servers.known().get(0).carrier();
  }

  /** What each server answered when the connection was made. */
  public List<ServerStatus> servers() {
    return statuses;
  }

  /** The address or addresses, as they were given to connect to. */
  public String address() {
    return servers.address();
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
    return onOne(server -> server.list(filter, withSpaces, limit));
  }

  /**
   * Makes an environment on one of the servers, which the caller closes.
   *
   * <p>It ends with its server: what it does then throws {@link ServerUnavailableException}. A
   * vector outlives one of several servers.
   */
  @Override
  public Environment make(EnvironmentOptions environmentOptions) {
    return onOne(server -> RemoteEnvironment.make(server.openSession(), environmentOptions));
  }

  /** Asks the servers in turn, until one answers. */
  private <T> T onOne(Function<SessionServer, T> question) {
    List<SessionServer> known = servers.known();
    if (known.size() == 1) {
      return question.apply(known.get(0));
    }
    ServerUnavailableException lost = null;
    for (SessionServer server : servers.inTurn(UsableServers.of(servers.ask()))) {
      try {
        return question.apply(server);
      } catch (ServerUnavailableException e) {
        server.suspect();
        lost = e;
      }
    }
    throw Objects.requireNonNull(lost);
  }

  @Override
  public VectorEnvironment makeVector(
      EnvironmentOptions environmentOptions, int numEnvs, AutoresetMode autoresetMode) {
    return makeVector(environmentOptions, numEnvs, autoresetMode, options.vectorization());
  }

  /**
   * Makes a vector of environments, which the caller closes, spread over all servers.
   *
   * @param numEnvs how many, at least 1
   * @param vectorization how the server steps them, instead of the connection's choice
   * @throws EnvironmentException if numEnvs is below 1, or they cannot be made
   */
  public VectorEnvironment makeVector(
      EnvironmentOptions environmentOptions,
      int numEnvs,
      AutoresetMode autoresetMode,
      Vectorization vectorization) {
    if (numEnvs < 1) {
      throw new EnvironmentException("numEnvs must be at least 1, got " + numEnvs);
    }
    MakeMessages.Vector asked =
        new MakeMessages.Vector(environmentOptions, autoresetMode, vectorization);
    return SpreadVectorEnvironment.make(servers, asked, numEnvs, options.lanes());
  }

  /** Ends the connection, and with it every session; a second call does nothing. */
  @Override
  public void close() {
    servers.close();
  }
}
