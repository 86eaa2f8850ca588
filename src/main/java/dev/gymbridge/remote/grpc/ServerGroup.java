package dev.gymbridge.remote.grpc;

import dev.gymbridge.remote.grpc.NamedServers.Resolver;
import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.SessionOptions;
import dev.gymbridge.remote.session.SessionServer;
import dev.gymbridge.remote.session.SessionServers;
import io.grpc.ManagedChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The servers of one connection, each over a channel of its own; thread-safe.
 *
 * <p>Names are resolved again whenever servers are asked for: a server may come and go.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class ServerGroup implements SessionServers {
  private final List<ServerAddress> targets;
  private final ChannelSecurity security;
  private final SessionOptions options;
  private final Resolver resolver;
  private final Map<ServerAddress, ManagedChannel> channels = new LinkedHashMap<>();
  private final Map<ServerAddress, RemoteServer> servers = new LinkedHashMap<>();
  private int turn;
  private volatile boolean closed;

  ServerGroup(
      List<ServerAddress> targets,
      ChannelSecurity security,
      SessionOptions options,
      Resolver resolver) {
    this.targets = targets;
    this.security = security;
    this.options = options;
    this.resolver = resolver;
  }

  /**
   * To one server of this machine.
   *
   * @param lastWords what is known of its end
   */
  public static ServerGroup toLocal(
      String address,
      Supplier<String> lastWords,
      ChannelSecurity security,
      SessionOptions options) {
    ServerAddress target = ServerAddress.parse(address);
    ServerGroup group =
        new ServerGroup(List.of(target), security, options, InetAddress::getAllByName);
    group.add(
        target,
        Channels.open(target, security, options.maxMessageBytes()),
        new CallFailures(address, lastWords));
    return group;
  }

  /** To the servers that targets stand for. */
  public static ServerGroup open(
      List<ServerAddress> targets, ChannelSecurity security, SessionOptions options) {
    targets.forEach(security::check);
    return new ServerGroup(targets, security, options, InetAddress::getAllByName);
  }

  /** Over channels that were opened, each to one server; they are the group's from then on. */
  static ServerGroup over(Map<ManagedChannel, CallFailures> channels, SessionOptions options) {
    List<ServerAddress> targets =
        channels.values().stream().map(each -> ServerAddress.parse(each.address())).toList();
    ServerGroup group =
        new ServerGroup(
            targets,
            ChannelSecurity.PLAIN_TEXT,
            options,
            host -> {
              throw new UnknownHostException(host + " is a channel");
            });
    channels.forEach(
        (channel, failures) ->
            group.add(ServerAddress.parse(failures.address()), channel, failures));
    return group;
  }

  private RemoteServer add(ServerAddress address, ManagedChannel channel, CallFailures failures) {
    RemoteServer server = new RemoteServer(channel, failures, options, address.isThisMachine());
    channels.put(address, channel);
    servers.put(address, server);
    return server;
  }

  @Override
  public String address() {
    return targets.stream().map(ServerAddress::text).collect(Collectors.joining(","));
  }

  @Override
  public boolean closed() {
    return closed;
  }

  @Override
  public synchronized List<SessionServer> known() {
    List<SessionServer> known = new ArrayList<>();
    for (ServerAddress target : targets) {
      for (ServerAddress address : NamedServers.of(target, resolver)) {
        known.add(server(address));
      }
    }
    return known;
  }

  private RemoteServer server(ServerAddress address) {
    RemoteServer server = servers.get(address);
    return server != null
        ? server
        : add(
            address,
            Channels.open(address, security, options.maxMessageBytes()),
            new CallFailures(address.text()));
  }

  @Override
  public List<ServerAnswer> ask() {
    List<SessionServer> known = known();
    synchronized (this) {
      // One that failed is not asked for a while, unless one says so.
      channels.values().forEach(ManagedChannel::resetConnectBackoff);
    }
    List<CompletableFuture<ServerAnswer>> answers = known.stream().map(SessionServer::ask).toList();
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
  public synchronized void close() {
    closed = true;
    channels.values().forEach(ManagedChannel::shutdownNow);
    long start = System.nanoTime();
    long limit = options.timeLimits().close().toNanos();
    try {
      for (ManagedChannel channel : channels.values()) {
        long left = limit - (System.nanoTime() - start);
        var unused = channel.awaitTermination(left, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
