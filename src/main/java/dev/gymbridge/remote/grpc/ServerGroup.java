package dev.gymbridge.remote.grpc;

import dev.gymbridge.remote.session.ServerAnswer;
import dev.gymbridge.remote.session.SessionServer;
import dev.gymbridge.remote.session.SessionServers;
import dev.gymbridge.remote.session.TimeLimits;
import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one connection; thread-safe.
 *
 * <p>All that are reached over the network share one channel, whose names gRPC resolves, again and
 * again: a server may come and go. Each Unix socket, which gRPC carries in another way, has a
 * channel of its own.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class ServerGroup implements SessionServers {
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<SessionServer> fixed = new ArrayList<>();
  private final KnownServers knownServers = new KnownServers();
  private final Map<List<SocketAddress>, SessionServer> resolved = new HashMap<>();
  private final String address;
  private final TimeLimits limits;
  private @Nullable ManagedChannel spread;
  private int turn;
  private volatile boolean closed;

  private ServerGroup(String address, TimeLimits limits) {
    this.address = address;
    this.limits = limits;
  }

  /** Over one channel to one server, which is the group's from then on. */
  static ServerGroup over(ManagedChannel channel, CallFailures failures, TimeLimits limits) {
    ServerGroup group = new ServerGroup(failures.address(), limits);
    group.add(channel, failures);
    return group;
  }

  /** Over several channels, each to one server. */
  static ServerGroup over(Map<ManagedChannel, CallFailures> channels, TimeLimits limits) {
    ServerGroup group =
        new ServerGroup(
            channels.values().stream().map(CallFailures::address).collect(Collectors.joining(",")),
            limits);
    channels.forEach(group::add);
    return group;
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
      int maxMessageBytes,
      TimeLimits limits) {
    return over(
        Channels.open(ServerAddress.parse(address), security, maxMessageBytes),
        new CallFailures(address, lastWords),
        limits);
  }

  /** To the servers that targets stand for. */
  public static ServerGroup open(
      List<ServerAddress> targets,
      ChannelSecurity security,
      int maxMessageBytes,
      TimeLimits limits) {
    ServerGroup group =
        new ServerGroup(
            targets.stream().map(ServerAddress::text).collect(Collectors.joining(",")), limits);
    List<ServerAddress> overNetwork = new ArrayList<>();
    for (ServerAddress target : targets) {
      if (target.isUnixSocket()) {
        group.add(
            Channels.open(target, security, maxMessageBytes), new CallFailures(target.text()));
      } else {
        overNetwork.add(target);
      }
    }
    if (!overNetwork.isEmpty()) {
      ManagedChannel channel =
          Channels.open(overNetwork, group.knownServers, security, maxMessageBytes);
      group.channels.add(channel);
      group.spread = channel;
    }
    return group;
  }

  private void add(ManagedChannel channel, CallFailures failures) {
    channels.add(channel);
    fixed.add(new RemoteServer(channel, failures, limits));
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public boolean closed() {
    return closed;
  }

  @Override
  public synchronized List<SessionServer> known() {
    ManagedChannel channel = spread;
    if (channel == null) {
      return fixed;
    }
    var unused = channel.getState(true); // wakes a channel that went idle
    List<EquivalentAddressGroup> found = knownServers.await(limits.connect());
    if (found.isEmpty() && fixed.isEmpty()) {
      throw new CallFailures(address).translateFirst(knownServers.error());
    }
    List<SessionServer> servers = new ArrayList<>();
    for (EquivalentAddressGroup server : found) {
      servers.add(
          resolved.computeIfAbsent(server.getAddresses(), unknown -> server(channel, server)));
    }
    servers.addAll(fixed);
    return servers;
  }

  private SessionServer server(ManagedChannel channel, EquivalentAddressGroup server) {
    String name = server.getAttributes().get(TargetListResolver.SERVER_NAME);
    return new RemoteServer(
        SpreadBalancer.to(server.getAddresses(), channel),
        new CallFailures(name == null ? address : name),
        limits);
  }

  @Override
  public List<ServerAnswer> ask() {
    // One that failed is not asked for a while, unless one says so.
    channels.forEach(ManagedChannel::resetConnectBackoff);
    List<CompletableFuture<ServerAnswer>> answers =
        known().stream().map(SessionServer::ask).toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public synchronized List<SessionServer> inTurn(List<ServerAnswer> answers) {
    List<SessionServer> servers = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      servers.add(answers.get((turn + i) % answers.size()).server());
    }
    turn = turn == Integer.MAX_VALUE ? 0 : turn + 1;
    return servers;
  }

  @Override
  public void close() {
    closed = true;
    channels.forEach(ManagedChannel::shutdownNow);
    long start = System.nanoTime();
    Duration limit = limits.close();
    try {
      for (ManagedChannel channel : channels) {
        long left = limit.toNanos() - (System.nanoTime() - start);
        var unused = channel.awaitTermination(left, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
