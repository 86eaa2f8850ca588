package dev.gymbridge.remote.grpc;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where one channel leads to: one server.
 *
 * @param name as messages call it
 * @param grpcTarget as gRPC's name resolvers want it
 * @param authority whom to expect there; null where the target says it
 * @param addresses what the name stood for when it was looked up; empty if it was not, or in vain
 * @param thisMachine whether it is on this machine
 */
record Endpoint(
    String name,
    String grpcTarget,
    @Nullable String authority,
    Set<InetAddress> addresses,
    boolean thisMachine) {
  /** All of a target that stands for one server. */
  static Endpoint of(ServerAddress target, Set<InetAddress> addresses) {
    return new Endpoint(
        target.text(), target.grpcTarget(), null, addresses, target.isThisMachine());
  }

  /** One address of a name that stands for several servers, each expected to have that name. */
  static Endpoint behind(ServerAddress target, InetAddress address) {
    String host = address.getHostAddress();
    ServerAddress numbers =
        ServerAddress.parse(
            (address instanceof Inet6Address ? "[%s]:%s" : "%s:%s").formatted(host, target.port()));
    return new Endpoint(
        numbers.text(),
        numbers.grpcTarget(),
        target.hostAndPort(),
        Set.of(address),
        numbers.isThisMachine());
  }

  /** What is the same for two ways to write one server. */
  Object place() {
    String port = grpcTarget.substring(grpcTarget.lastIndexOf(':'));
    return addresses.isEmpty() ? grpcTarget : Map.entry(addresses, port);
  }
}
