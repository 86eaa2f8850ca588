package dev.gymbridge.env.grpc;

import dev.gymbridge.env.ServerUnavailableException;
import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannel;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one connection; thread-safe.
 *
 * <p>All that are reached over the network share one channel, whose names gRPC resolves, again and
 * again: a server may come and go. Each Unix socket, which gRPC carries in another way, has a
 * channel of its own.
 */
final class ServerGroup implements AutoCloseable {
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<RemoteServer> fixed = new ArrayList<>();
  private final KnownServers knownServers = new KnownServers();
  private final Map<List<SocketAddress>, RemoteServer> resolved = new HashMap<>();
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

  /** To the servers that targets stand for. */
  static ServerGroup open(List<ServerAddress> targets, ConnectionOptions options) {
    ServerGroup group =
        new ServerGroup(
            targets.stream().map(ServerAddress::text).collect(Collectors.joining(",")),
            options.timeLimits());
    List<ServerAddress> overNetwork = new ArrayList<>();
    for (ServerAddress target : targets) {
      if (target.isUnixSocket()) {
        group.add(Channels.open(target, options), new CallFailures(target.text()));
      } else {
        overNetwork.add(target);
      }
    }
    if (!overNetwork.isEmpty()) {
      ManagedChannel channel = Channels.open(overNetwork, group.knownServers, options);
      group.channels.add(channel);
      group.spread = channel;
    }
    return group;
  }

  private void add(ManagedChannel channel, CallFailures failures) {
    channels.add(channel);
    fixed.add(new RemoteServer(channel, failures, limits));
  }

  /** The addresses, as they were given. */
  String address() {
    return address;
  }

  boolean closed() {
    return closed;
  }

  /**
   * The servers known now, whether or not they answer.
   *
   * @throws ServerUnavailableException if the names stand for none
   */
  synchronized List<RemoteServer> known() {
    ManagedChannel channel = spread;
    if (channel == null) {
      return fixed;
    }
    var unused = channel.getState(true); // wakes a channel that went idle
    List<EquivalentAddressGroup> found = knownServers.await(limits.connect());
    if (found.isEmpty() && fixed.isEmpty()) {
      throw new CallFailures(address).translateFirst(knownServers.error());
    }
    List<RemoteServer> servers = new ArrayList<>();
    for (EquivalentAddressGroup server : found) {
      servers.add(
          resolved.computeIfAbsent(server.getAddresses(), unknown -> server(channel, server)));
    }
    servers.addAll(fixed);
    return servers;
  }

  private RemoteServer server(ManagedChannel channel, EquivalentAddressGroup server) {
    String name = server.getAttributes().get(TargetListResolver.SERVER_NAME);
    return new RemoteServer(
        SpreadBalancer.to(server.getAddresses(), channel),
        new CallFailures(name == null ? address : name),
        limits);
  }

  /** Asks all known servers, at the same time, what they are. */
  List<ServerStatus> ask() {
    // One that failed is not asked for a while, unless one says so.
    channels.forEach(ManagedChannel::resetConnectBackoff);
    List<CompletableFuture<ServerStatus>> answers =
        known().stream().map(RemoteServer::ask).toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  /**
   * Those that can be used.
   *
   * @throws ServerUnavailableException if there is none, or they are not of one kind
   */
  static List<ServerStatus> usable(List<ServerStatus> statuses) {
    List<ServerStatus> up = statuses.stream().filter(status -> status.info().isPresent()).toList();
    if (up.isEmpty()) {
      throw noneOf(statuses);
    }
    requireOneGymnasium(up);
    return up;
  }

  static ServerUnavailableException noneOf(List<ServerStatus> statuses) {
    ServerUnavailableException only = statuses.get(0).failure();
    return statuses.size() == 1 && only != null
        ? only
        : new ServerUnavailableException(
            "none of the %d servers can be used (%s); start them with `gymbridge serve`, or give other addresses"
                .formatted(
                    statuses.size(),
                    statuses.stream()
                        .map(ServerStatus::toString)
                        .collect(Collectors.joining("; "))),
            only);
  }

  /** On another Gymnasium the same environment may be another: episodes would depend on luck. */
  private static void requireOneGymnasium(List<ServerStatus> up) {
    Optional<String> first = up.get(0).info().map(ServerInfo::gymnasiumVersion);
    if (!up.stream()
        .allMatch(status -> status.info().map(ServerInfo::gymnasiumVersion).equals(first))) {
      throw new ServerUnavailableException(
          "the servers of one connection must have the same Gymnasium, got %s; install one version everywhere"
              .formatted(
                  up.stream()
                      .map(s -> s.address() + " with " + s.info().orElseThrow().gymnasiumVersion())
                      .collect(Collectors.joining(", "))));
    }
  }

  /** The same in an order that begins with another each time, so that none gets all remainders. */
  synchronized List<RemoteServer> inTurn(List<ServerStatus> statuses) {
    List<RemoteServer> servers = new ArrayList<>();
    for (int i = 0; i < statuses.size(); i++) {
      servers.add(statuses.get((turn + i) % statuses.size()).server());
    }
    turn = turn == Integer.MAX_VALUE ? 0 : turn + 1;
    return servers;
  }

  /** Ends all channels, and with them every session; a second call does nothing. */
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
