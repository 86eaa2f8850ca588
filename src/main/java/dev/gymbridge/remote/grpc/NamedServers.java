package dev.gymbridge.remote.grpc;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** The servers that a name stands for: one for each of its addresses. */
final class NamedServers {
  private NamedServers() {}

  /** Asks the system what a name stands for. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * One address for each server; a name that stands for one, or for none now, is left to gRPC,
   * which tries and resolves it again by itself.
   */
  static List<ServerAddress> of(ServerAddress target, Resolver resolver) {
    if (!target.isName()) {
      return List.of(target);
    }
    InetAddress[] found;
    try {
      found = resolver.resolve(target.host());
    } catch (UnknownHostException e) {
      return List.of(target);
    }
    // One address of each family is one server that can be reached in two ways. Of more, nobody can
    // tell which belong together: the family that the system prefers counts.
    boolean oneOfEach = found.length == 2 && isIpv4(found[0]) != isIpv4(found[1]);
    if (found.length < 2 || oneOfEach) {
      return List.of(target);
    }
    return Arrays.stream(found)
        .filter(address -> isIpv4(address) == isIpv4(found[0]))
        .map(target::at)
        .toList();
  }

  private static boolean isIpv4(InetAddress address) {
    return address instanceof Inet4Address;
  }
}
