package dev.gymbridge.env.conformance;

import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.remote.grpc.AccessToken;
import dev.gymbridge.remote.grpc.ChannelSecurity;
import dev.gymbridge.testkit.EnvironmentConformanceTest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** A vector that is spread over three real servers keeps to the contract as one on one server. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("thorough")
final class SpreadConformanceIT {
  private static final ConnectionOptions CONNECTION =
      ConnectionOptions.DEFAULT.withSecurity(
          ChannelSecurity.PLAIN_TEXT.withToken(AccessToken.random()));
  private static List<LocalServer> servers = List.of();

  @BeforeAll
  static void start() {
    servers =
        Stream.generate(
                () ->
                    LocalServer.start(
                        LocalServerOptions.DEFAULT.withTcp().withConnection(CONNECTION)))
            .limit(3)
            .toList();
  }

  @AfterAll
  static void stop() {
    servers.forEach(LocalServer::close);
  }

  private abstract static class Spread extends EnvironmentConformanceTest {
    private final EnvironmentOptions options;

    Spread(String id) {
      options = EnvironmentOptions.of(id);
    }

    @Override
    protected EnvironmentSource source() {
      return EnvironmentServer.connect(
          servers.stream()
              .map(server -> server.connection().address())
              .collect(Collectors.joining(",")),
          CONNECTION);
    }

    @Override
    protected EnvironmentOptions options() {
      return options;
    }

    @Override
    protected ConformanceOptions limits() {
      return ConformanceOptions.FRUGAL.withNumEnvs(7);
    }
  }

  @Nested
  final class CartPole extends Spread {
    CartPole() {
      super("CartPole-v1");
    }
  }

  /**
   * Its info holds arrays. (Not FrozenLake: each server's Gymnasium gives a batched info the dtype
   * of its own first environment, and so cuts off other fractions than one server would.)
   */
  @Nested
  final class Taxi extends Spread {
    Taxi() {
      super("Taxi-v4");
    }
  }
}
