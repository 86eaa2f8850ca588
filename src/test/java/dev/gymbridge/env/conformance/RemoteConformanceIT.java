package dev.gymbridge.env.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.remote.BridgeServer;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.testkit.EnvironmentConformanceTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * Gymnasium's environments keep to the contract over the bridge, single and vector, on one real
 * server: all over lanes, and one of each kind over streams.
 *
 * <p>CarRacing alone draws wrong frames where two of it are stepped by two threads of one Python
 * process, as over streams; that they do not influence each other holds where each has a process of
 * its own.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class RemoteConformanceIT {
  private static final String TWO_THREADS = "concurrency.two-threads";
  private static LocalServer server;

  private static LocalServerOptions serverOptions() {
    return LocalServerOptions.DEFAULT.withExistingPython(BridgeServer.python().toString());
  }

  private static ConnectionOptions carried(boolean lane) {
    return lane ? ConnectionOptions.DEFAULT : ConnectionOptions.DEFAULT.withoutLane();
  }

  @BeforeAll
  static void start() {
    server = LocalServer.start(serverOptions());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private abstract static class Remote extends EnvironmentConformanceTest {
    private final EnvironmentOptions options;
    private final boolean lane;

    Remote(EnvironmentOptions options, boolean lane) {
      this.options = options;
      this.lane = lane;
    }

    Remote(String id) {
      this(EnvironmentOptions.of(id), true);
    }

    @Override
    protected EnvironmentSource source() {
      EnvironmentServer connection =
          EnvironmentServer.connect(server.connection().address(), carried(lane));
      assertThat(connection.carrier().lane()).isEqualTo(lane);
      return connection;
    }

    @Override
    protected EnvironmentOptions options() {
      return options;
    }

    @Override
    protected ConformanceOptions limits() {
      return ConformanceOptions.DEFAULT.withManyEnvs(16);
    }
  }

  /** With more environments at once than the others, whose frames are 46 MB. */
  @Nested
  final class CartPole extends Remote {
    CartPole() {
      super("CartPole-v1");
    }

    @Override
    protected ConformanceOptions limits() {
      return ConformanceOptions.DEFAULT;
    }
  }

  @Nested
  @Tag("thorough")
  final class Pendulum extends Remote {
    Pendulum() {
      super("Pendulum-v1");
    }
  }

  @Nested
  @Tag("thorough")
  final class FrozenLake extends Remote {
    FrozenLake() {
      super(EnvironmentOptions.of("FrozenLake-v1").withArguments(Map.of("map_name", "8x8")), true);
    }
  }

  /** Not Taxi-v3, which Gymnasium 1.4 refuses to make. */
  @Nested
  @Tag("thorough")
  final class Taxi extends Remote {
    Taxi() {
      super("Taxi-v4");
    }
  }

  @Nested
  @Tag("thorough")
  final class Blackjack extends Remote {
    Blackjack() {
      super("Blackjack-v1");
    }
  }

  @Nested
  @Tag("thorough")
  final class LunarLander extends Remote {
    LunarLander() {
      super("LunarLander-v3");
    }
  }

  /** Its steps and resets take milliseconds. */
  @Nested
  @Tag("thorough")
  final class CarRacing extends Remote {
    CarRacing() {
      super("CarRacing-v3");
    }

    @Override
    protected ConformanceOptions limits() {
      return ConformanceOptions.FRUGAL;
    }
  }

  /** Over streams that have a process each. */
  @Nested
  @Tag("thorough")
  final class CarRacingIsolated extends Remote {
    CarRacingIsolated() {
      super(EnvironmentOptions.of("CarRacing-v3"), false);
    }

    @Override
    protected EnvironmentSource source() {
      return LocalServer.start(
          serverOptions().withServerArguments(List.of("--isolate")).withConnection(carried(false)));
    }

    @Override
    protected boolean includes(ConformanceCheck check) {
      return check.id().equals(TWO_THREADS);
    }

    @Override
    protected ConformanceOptions limits() {
      return ConformanceOptions.FRUGAL;
    }
  }

  /** With more environments at once than the others, whose frames are 46 MB. */
  @Nested
  @Tag("thorough")
  final class CartPoleOverStreams extends Remote {
    CartPoleOverStreams() {
      super(EnvironmentOptions.of("CartPole-v1"), false);
    }

    @Override
    protected ConformanceOptions limits() {
      return ConformanceOptions.DEFAULT;
    }
  }

  @Nested
  @Tag("thorough")
  final class FrozenLakeOverStreams extends Remote {
    FrozenLakeOverStreams() {
      super(EnvironmentOptions.of("FrozenLake-v1"), false);
    }
  }
}
