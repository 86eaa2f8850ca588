package dev.gymbridge.remote.grpc;

import dev.gymbridge.remote.session.SessionServers;
import dev.gymbridge.remote.session.TimeLimits;
import io.grpc.ManagedChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Servers at the other end of channels that a test opened. */
public final class ChannelServers {
  private ChannelServers() {}

  /** One server. */
  public static SessionServers over(ManagedChannel channel, String address, TimeLimits limits) {
    return ServerGroup.over(channel, new CallFailures(address), limits);
  }

  /** Several, each with its address. */
  public static SessionServers over(Map<ManagedChannel, String> channels, TimeLimits limits) {
    Map<ManagedChannel, CallFailures> failures = new LinkedHashMap<>();
    channels.forEach((channel, address) -> failures.put(channel, new CallFailures(address)));
    return ServerGroup.over(failures, limits);
  }
}
