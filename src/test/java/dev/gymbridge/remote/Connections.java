package dev.gymbridge.remote;

import dev.gymbridge.remote.grpc.ChannelServers;
import dev.gymbridge.remote.session.SessionServers;
import io.grpc.ManagedChannel;

/** Connections over what a test opened. */
public final class Connections {
  private Connections() {}

  /** Over servers, which are the connection's from then on. */
  public static EnvironmentServer over(SessionServers servers, ConnectionOptions options) {
    return EnvironmentServer.over(servers, options);
  }

  /** Over a channel to one server, which is the connection's from then on. */
  public static EnvironmentServer over(
      ManagedChannel channel, String address, ConnectionOptions options) {
    return over(ChannelServers.over(channel, address, options.timeLimits()), options);
  }
}
