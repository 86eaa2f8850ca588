package dev.gymbridge.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.remote.FaultyProxy.Fault;
import dev.gymbridge.remote.grpc.ServerGroup;
import dev.gymbridge.remote.grpc.ServerTargets;
import dev.gymbridge.remote.lane.LaneTransport;
import dev.gymbridge.remote.session.LaneConnector.Lane;
import dev.gymbridge.remote.session.SessionOptions;
import dev.gymbridge.remote.session.SessionTransport;
import dev.gymbridge.remote.session.TimeLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A vector goes on, and says which episodes it lost, whatever happens between it and the one server
 * that steps it. What ends a server itself is in {@link LocalServerIT}.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("thorough")
final class OutagesIT {
  private static final int N = 3;

  /** To notice a silence, and to have all made again; a machine that is busy included. */
  private static final Duration NOTICED = Duration.ofSeconds(20);

  private static final TimeLimits LIMITS =
      TimeLimits.DEFAULT.withConnect(Duration.ofSeconds(5)).withStep(Duration.ofSeconds(2));

  @AutoClose private static BridgeServer server;

  @TempDir private Path directory;
  private final List<FaultyProxy> proxies = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = BridgeServer.start();
  }

  @AfterEach
  void closeProxies() throws IOException {
    for (FaultyProxy proxy : proxies) {
      proxy.close();
    }
  }

  private static InetSocketAddress serverAddress() {
    String address = server.connection().address();
    return atLoopback(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
  }

  private static InetSocketAddress atLoopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private EnvironmentServer overStreams() throws IOException {
    FaultyProxy proxy = new FaultyProxy(atLoopback(0), serverAddress());
    proxies.add(proxy);
    int port = ((InetSocketAddress) proxy.address()).getPort();
    return EnvironmentServer.connect(
        "127.0.0.1:" + port, ConnectionOptions.DEFAULT.withTimeLimits(LIMITS).withoutLane());
  }

  private EnvironmentServer overLanes() {
    SessionOptions options = new SessionOptions(LIMITS, 256 << 20, this::throughAProxy);
    ConnectionOptions connection = ConnectionOptions.DEFAULT.withTimeLimits(LIMITS);
    return EnvironmentServer.over(
        ServerGroup.open(
            ServerTargets.parse(server.connection().address()), connection.security(), options),
        connection);
  }

  private SessionTransport throughAProxy(Lane lane) throws IOException {
    Path socket = directory.resolve(Integer.toString(proxies.size()));
    proxies.add(
        new FaultyProxy(
            UnixDomainSocketAddress.of(socket), UnixDomainSocketAddress.of(lane.socket())));
    return LaneTransport.connect(
        new Lane(lane.server(), socket, lane.secret(), lane.maxMessageBytes(), lane.end()));
  }

  private void goesOn(EnvironmentServer opened, Fault fault) {
    try (EnvironmentServer connection = opened;
        VectorEnvironment vector =
            connection.makeVector(
                EnvironmentOptions.of("CartPole-v1"), N, AutoresetMode.NEXT_STEP)) {
      vector.reset(1);
      vector.step(new int[N]);
      proxies.forEach(proxy -> proxy.meets(fault));
      long start = System.nanoTime();
      VectorStepResult result = vector.step(new int[N]);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(NOTICED);
      InterruptedEpisodes interruption = result.interruption();
      if (fault == Fault.DELAY) {
        assertThat(interruption).isNull();
      } else {
        assertThat(interruption.count()).isEqualTo(N);
        assertThat(interruption.reason()).contains("3 of 3 environments made again on 127.0.0.1");
      }
      assertThat(vector.step(new int[N]).rewards()).containsOnly(1);
    }
    awaitNoSession();
  }

  /** The class's time limit bounds it. */
  private static void awaitNoSession() {
    while (true) {
      try (EnvironmentServer connection =
          EnvironmentServer.connect(server.connection().address())) {
        if (connection.serverInfo().load().openSessions() == 0) {
          return;
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void ofAConnectionThatCarriesStreams(Fault fault) throws IOException {
    goesOn(overStreams(), fault);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void ofALane(Fault fault) {
    goesOn(overLanes(), fault);
  }
}
