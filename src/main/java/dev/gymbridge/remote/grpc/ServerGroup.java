package dev.gymbridge.remote.grpc;

import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.SessionOptions;
import dev.gymbridge.remote.session.SessionServer;
import dev.gymbridge.remote.session.SessionServers;
import io.grpc.ManagedChannel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The servers of one connection, each over a channel of its own; thread-safe.
 *
 * <p>What the names stand for is asked again whenever the servers are: a channel is opened to each
 * that is new, and one to which no name leads any longer ends with its last session.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class ServerGroup implements SessionServers {
  private final String address;
  private final SessionOptions options;
  private final Supplier<List<Endpoint>> endpoints;
  private final Function<Endpoint, RemoteServer> opener;
  private final List<RemoteServer> left = new ArrayList<>();
  private Map<Endpoint, RemoteServer> servers = new LinkedHashMap<>();
  private int turn;
  private boolean closed;

  private ServerGroup(
      String address,
      SessionOptions options,
      Supplier<List<Endpoint>> endpoints,
      Function<Endpoint, RemoteServer> opener) {
    this.address = address;
    this.options = options;
    this.endpoints = endpoints;
    this.opener = opener;
  }

  /** Over channels that were opened, each to one server, which are the group's from then on. */
  static ServerGroup over(Map<ManagedChannel, CallFailures> channels, SessionOptions options) {
    Map<Endpoint, RemoteServer> fixed = new LinkedHashMap<>();
    channels.forEach(
        (channel, failures) -> {
          Endpoint server = Endpoint.of(ServerAddress.parse(failures.address()), Set.of());
          fixed.put(server, server(server, channel, failures, options));
        });
    ServerGroup group =
        new ServerGroup(
            fixed.keySet().stream().map(Endpoint::name).collect(Collectors.joining(",")),
            options,
            () -> List.copyOf(fixed.keySet()),
            fixed::get);
    var unused = group.open();
    return group;
  }

  private static RemoteServer server(
      Endpoint server, ManagedChannel channel, CallFailures failures, SessionOptions options) {
    return new RemoteServer(channel, failures, options, server.thisMachine());
  }

  /**
   * To one server of this machine.
   *
   * @param address where it listens, asked again each time: it may have been started again
   * @param lastWords what is known of its end
   */
  public static ServerGroup toLocal(
      Supplier<String> address,
      Supplier<String> lastWords,
      ChannelSecurity security,
      SessionOptions options) {
    Channels channels = new Channels(security, options.maxMessageBytes());
    return new ServerGroup(
        address.get(),
        options,
        () -> List.of(localEndpoint(address.get(), security)),
        server ->
            server(
                server,
                channels.open(server),
                new CallFailures(server.name(), lastWords),
                options));
  }

  private static Endpoint localEndpoint(String address, ChannelSecurity security) {
    ServerAddress target = ServerAddress.parse(address);
    security.check(target);
    return Endpoint.of(target, Set.of());
  }

  /**
   * To the servers that targets stand for.
   *
   * @throws ChannelSecurityException if the security asked for cannot be had
   */
  public static ServerGroup open(
      List<ServerAddress> targets, ChannelSecurity security, SessionOptions options) {
    return open(targets, InetAddress::getAllByName, security, options);
  }

  static ServerGroup open(
      List<ServerAddress> targets,
      NameLookup lookup,
      ChannelSecurity security,
      SessionOptions options) {
    targets.forEach(security::check);
    Channels channels = new Channels(security, options.maxMessageBytes());
    Targets names = new Targets(targets, lookup, options.timeLimits().connect());
    return new ServerGroup(
        targets.stream().map(ServerAddress::text).collect(Collectors.joining(",")),
        options,
        names::endpoints,
        server -> server(server, channels.open(server), new CallFailures(server.name()), options));
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public synchronized boolean closed() {
    return closed;
  }

  @Override
  public List<SessionServer> known() {
    return List.copyOf(open());
  }

  private List<RemoteServer> open() {
    requireOpen();
    return use(endpoints.get());
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new ServerUnavailableException("the connection was closed; connect again");
    }
  }

  private synchronized List<RemoteServer> use(List<Endpoint> now) {
    requireOpen();
    Map<Endpoint, RemoteServer> before = servers;
    servers = new LinkedHashMap<>();
    for (Endpoint server : now) {
      RemoteServer known = before.remove(server);
      servers.put(server, known == null ? opener.apply(server) : known);
    }
    before.values().forEach(RemoteServer::leave);
    left.addAll(before.values());
    left.removeIf(RemoteServer::isOver);
    return List.copyOf(servers.values());
  }

  @Override
  public Duration outageLimit() {
    return options.timeLimits().outage();
  }

  @Override
  public List<ServerAnswer> ask() {
    List<CompletableFuture<ServerAnswer>> answers = open().stream().map(RemoteServer::ask).toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public synchronized List<SessionServer> inTurn(List<ServerAnswer> answers) {
    List<SessionServer> inTurn = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      inTurn.add(answers.get((turn + i) % answers.size()).server());
    }
    turn = turn == Integer.MAX_VALUE ? 0 : turn + 1;
    return inTurn;
  }

  @Override
  public void close() {
    List<RemoteServer> all = end();
    all.forEach(RemoteServer::close);
    long start = System.nanoTime();
    Duration limit = options.timeLimits().close();
    try {
      for (RemoteServer server : all) {
        server.awaitEnd(limit.minusNanos(System.nanoTime() - start));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<RemoteServer> end() {
    closed = true;
    List<RemoteServer> all = new ArrayList<>(left);
    all.addAll(servers.values());
    return all;
  }
}
