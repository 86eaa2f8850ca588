package dev.gymbridge.remote.session;

import dev.gymbridge.proto.v1.GetServerInfoResponse;
import dev.gymbridge.proto.v1.Limits;
import java.time.Duration;
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
 * @param load what was open when it was asked
 */
public record ServerInfo(
    int protocolVersion,
    String serverVersion,
    String gymnasiumVersion,
    String pythonVersion,
    String numpyVersion,
    List<String> capabilities,
    ServerLimits limits,
    ServerLoad load) {
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
   * @param maxStepSeconds that a reset, a step or a picture may take
   * @param maxMakeSeconds that making an environment may take
   * @param maxSilenceSeconds before a connection whose other end answers no ping is closed
   */
  public record ServerLimits(
      int maxSessions,
      int maxEnvsPerSession,
      long maxMessageBytes,
      double maxIdleSeconds,
      double maxStepSeconds,
      double maxMakeSeconds,
      double maxSilenceSeconds) {
    /** One line for people, such as {@code 64 sessions, 4096 environments a session, ...}. */
    public String text() {
      return "%s, %s a session, %s a message, %s idle, %s a step, %s to make"
          .formatted(
              count(maxSessions, "sessions"),
              count(maxEnvsPerSession, "environments"),
              count(maxMessageBytes, "bytes"),
              seconds(maxIdleSeconds),
              seconds(maxStepSeconds),
              seconds(maxMakeSeconds));
    }

    private static String count(long limit, String what) {
      return limit == 0 ? "any number of " + what : limit + " " + what;
    }

    private static String seconds(double limit) {
      return limit == 0
          ? "any time"
          : Seconds.text(Duration.ofNanos(Math.round(Math.min(limit, 1e9) * 1e9)));
    }
  }

  /**
   * What a server has open.
   *
   * @param isolated whether each session has a process of its own
   * @param openSessions sessions that are open
   * @param hangingSessions of these, those whose environment hangs with no client left
   */
  public record ServerLoad(boolean isolated, int openSessions, int hangingSessions) {}

  /** One line for people: versions, limits, what is open. */
  public String text() {
    return "version %s, Gymnasium %s, Python %s; allows %s; %d sessions open%s%s"
        .formatted(
            serverVersion,
            gymnasiumVersion,
            pythonVersion,
            limits.text(),
            load.openSessions(),
            load.hangingSessions() == 0
                ? ""
                : ", %d of them hang".formatted(load.hangingSessions()),
            load.isolated() ? ", a process each" : "");
  }

  public static ServerInfo decode(GetServerInfoResponse response) {
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
            limits.getMaxStepSeconds(),
            limits.getMaxMakeSeconds(),
            limits.getMaxSilenceSeconds()),
        new ServerLoad(
            response.getIsolatedSessions(),
            response.getOpenSessions(),
            response.getHangingSessions()));
  }
}
