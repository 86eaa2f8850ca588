package dev.gymbridge.remote.grpc;

import dev.gymbridge.remote.lane.LaneTransport;
import dev.gymbridge.remote.session.SessionOptions;
import dev.gymbridge.remote.session.SessionServers;
import dev.gymbridge.remote.session.TimeLimits;
import io.grpc.ManagedChannel;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Servers at the other end of channels that a test opened, or of names that it gives. */
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

  /** Those that a name stands for. */
  public static SessionServers named(
      String target, Supplier<List<InetAddress>> addresses, TimeLimits limits) {
    return new ServerGroup(
        List.of(ServerAddress.parse(target)),
        ChannelSecurity.PLAIN_TEXT,
        options(limits),
        host -> addresses.get().toArray(InetAddress[]::new));
  }

  private static SessionOptions options(TimeLimits limits) {
    return new SessionOptions(limits, 256 << 20, LaneTransport::connect);
  }
}
