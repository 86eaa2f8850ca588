package dev.gymbridge.remote.grpc;

import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.Connections;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.lane.LaneTransport;
import dev.gymbridge.remote.session.SessionOptions;
import dev.gymbridge.remote.session.SessionServers;
import dev.gymbridge.remote.session.TimeLimits;
import io.grpc.ManagedChannel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Servers at the other end of channels that a test opened. */
public final class ChannelServers {
  private ChannelServers() {}

  /** One server. */
  public static SessionServers over(ManagedChannel channel, String address, TimeLimits limits) {
    return over(Map.of(channel, address), limits);
  }

  /** Several, each with its address. */
  public static SessionServers over(Map<ManagedChannel, String> channels, TimeLimits limits) {
    Map<ManagedChannel, CallFailures> failures = new LinkedHashMap<>();
    channels.forEach((channel, address) -> failures.put(channel, new CallFailures(address)));
    return ServerGroup.over(failures, options(limits));
  }

  private static SessionOptions options(TimeLimits limits) {
    return new SessionOptions(limits, 256 << 20, LaneTransport::connect);
  }

  /**
   * A connection to a name that stands for what a test says.
   *
   * @param numbers the addresses; none while it cannot be looked up
   */
  public static EnvironmentServer connect(
      String target, Supplier<List<String>> numbers, ConnectionOptions options) {
    NameLookup lookup =
        host -> {
          if (numbers.get().isEmpty()) {
            throw new UnknownHostException(host);
          }
          List<InetAddress> addresses = new ArrayList<>();
          for (String each : numbers.get()) {
            addresses.add(InetAddress.getByName(each));
          }
          return addresses.toArray(InetAddress[]::new);
        };
    return Connections.over(
        ServerGroup.open(
            ServerTargets.parse(target), lookup, options.security(), options(options.timeLimits())),
        options);
  }

  static EnvironmentServer connect(String target, ChannelSecurity security, String... numbers) {
    return connect(
        target, () -> List.of(numbers), ConnectionOptions.DEFAULT.withSecurity(security));
  }
}
