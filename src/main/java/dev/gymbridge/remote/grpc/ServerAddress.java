package dev.gymbridge.remote.grpc;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param text as the user wrote it
 * @param grpcTarget as gRPC's name resolvers want it
 * @apiNote For the rooms of {@code remote}.
 */
public record ServerAddress(String text, String grpcTarget) {
  private static final String UNIX = "unix:";

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
    if (address.startsWith(UNIX) && address.length() > UNIX.length()) {
      return new ServerAddress(address, socketUri(address.substring(UNIX.length())));
    }
    String hostAndPort = address.startsWith("dns:///") ? address.substring(7) : address;
    var match = HOST_AND_PORT.matcher(hostAndPort);
    if (!match.matches() || !isPort(match.group(2))) {
      throw new IllegalArgumentException(
          "a server address must be host:port (port 1 to 65535), unix:/path or dns:///host:port,"
              + " got \"%s\"".formatted(text));
    }
    // The zone of a link-local address, as in fe80::1%eth0, is written otherwise in a URI.
    return new ServerAddress(address, "dns:///" + hostAndPort.replace("%", "%25"));
  }

  /** gRPC reads a URI, in which a space, a percent sign or an umlaut of a path is written so. */
  private static String socketUri(String path) {
    Path absolute = Path.of(path.startsWith("///") ? path.substring(2) : path).toAbsolutePath();
    try {
      return new URI("unix", null, absolute.toString(), null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no path of a socket: \"%s\"".formatted(path), e);
    }
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
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    if (!host.startsWith("[") && !IPV4.matcher(host).matches()) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** As the user wrote it, without what stands before the host. */
  String hostAndPort() {
    return text.startsWith("dns:///") ? text.substring(7) : text;
  }

  String host() {
    return hostAndPort().substring(0, hostAndPort().lastIndexOf(':'));
  }

  int port() {
    return Integer.parseInt(hostAndPort().substring(hostAndPort().lastIndexOf(':') + 1));
  }
}
