package dev.gymbridge.env.grpc;

import dev.gymbridge.proto.v1.GetServerInfoResponse;
import dev.gymbridge.proto.v1.Limits;
import java.util.List;

/**
 * What an environment server is and allows.
 *
 * @param protocolVersion of the wire
 * @param serverVersion of the server itself
 * @param gymnasiumVersion of Gymnasium behind it
 * @param pythonVersion of the Python that runs it
 * @param numpyVersion of NumPy
 * @param capabilities optional packages that are installed, such as {@code box2d}
 * @param limits what it allows
 */
public record ServerInfo(
    int protocolVersion,
    String serverVersion,
    String gymnasiumVersion,
    String pythonVersion,
    String numpyVersion,
    List<String> capabilities,
    ServerLimits limits) {
  public ServerInfo {
    capabilities = List.copyOf(capabilities);
  }

  /**
   * What a server allows; 0 means no limit.
   *
   * @param maxSessions open at the same time
   * @param maxEnvsPerSession environments in one vector
   * @param maxMessageBytes bytes of one message
   * @param maxIdleSeconds before a session that asks nothing is ended
   * @param maxStepSeconds that one step may take
   */
  public record ServerLimits(
      int maxSessions,
      int maxEnvsPerSession,
      long maxMessageBytes,
      double maxIdleSeconds,
      double maxStepSeconds) {}

  static ServerInfo decode(GetServerInfoResponse response) {
    Limits limits = response.getLimits();
    return new ServerInfo(
        response.getProtocolVersion(),
        response.getServerVersion(),
        response.getGymnasiumVersion(),
        response.getPythonVersion(),
        response.getNumpyVersion(),
        response.getCapabilitiesList(),
        new ServerLimits(
            limits.getMaxSessions(),
            limits.getMaxEnvsPerSession(),
            limits.getMaxMessageBytes(),
            limits.getMaxIdleSeconds(),
            limits.getMaxStepSeconds()));
  }
}
