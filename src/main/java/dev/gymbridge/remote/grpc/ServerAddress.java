package dev.gymbridge.remote.grpc;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param text as the user wrote it
 * @param grpcTarget as gRPC's name resolvers want it
 * @param authority whom TLS is to expect; that of the target, unless it is one of a name's
 *     addresses
 * @apiNote For the rooms of {@code remote}.
 */
public record ServerAddress(String text, String grpcTarget, String authority) {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+]):([0-9]{1,5})");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  /**
   * Reads {@code host:port}, {@code unix:/path} or {@code dns:///host:port}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static ServerAddress parse(String text) {
    String address = text.strip();
    if (address.startsWith("unix:") && address.length() > "unix:".length()) {
      return new ServerAddress(address, address, "localhost");
    }
    String hostAndPort = address.startsWith("dns:///") ? address.substring(7) : address;
    var match = HOST_AND_PORT.matcher(hostAndPort);
    if (!match.matches() || !isPort(match.group(2))) {
      throw new IllegalArgumentException(
          "a server address must be host:port (port 1 to 65535), unix:/path or dns:///host:port,"
              + " got \"%s\"".formatted(text));
    }
    return new ServerAddress(address, "dns:///" + hostAndPort, hostAndPort);
  }

  private static boolean isPort(String digits) {
    int port = Integer.parseInt(digits);
    return port >= 1 && port <= 65535;
  }

  boolean isUnixSocket() {
    return grpcTarget.startsWith("unix:");
  }

  /**
   * Whether nobody on a network is on the way to it: a Unix socket, or an address of loopback. Of
   * the names only localhost counts; what another stands for may change.
   */
  boolean isThisMachine() {
    if (isUnixSocket()) {
      return true;
    }
    String host = host();
    if (isName()) {
      return host.equalsIgnoreCase("localhost");
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether it has a name, rather than numbers or a path. */
  boolean isName() {
    return !isUnixSocket() && !host().startsWith("[") && !IPV4.matcher(host()).matches();
  }

  /** The server at one of the addresses of this name. */
  ServerAddress at(InetAddress address) {
    String numbers = address.getHostAddress();
    String host = address instanceof Inet6Address ? "[" + numbers + "]" : numbers;
    String hostAndPort = host + grpcTarget.substring(grpcTarget.lastIndexOf(':'));
    return new ServerAddress(hostAndPort, "dns:///" + hostAndPort, authority);
  }

  /** The host, without its port. */
  String host() {
    return grpcTarget.substring("dns:///".length(), grpcTarget.lastIndexOf(':'));
  }
}
