package dev.gymbridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.remote.local.ServerProcess;
import dev.gymbridge.remote.session.ServerInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Java program hears of the limits of a real server, and of environments that break. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ServerLimitsIT {
  /** Counts its steps, until action 1 breaks its process. */
  private static final String BREAKING =
      """
      import ctypes, threading
      import gymnasium
      from gymnasium import spaces

      class Breaking(gymnasium.Env):
          observation_space = spaces.Discrete(1000)
          action_space = spaces.Discrete(2)

          def __init__(self, how):
              self.how = how

          def reset(self, *, seed=None, options=None):
              self.steps = 0
              return 0, {}

          def step(self, action):
              if action == 1 and self.how == "segfault":
                  ctypes.string_at(0)
              if action == 1:
                  threading.Event().wait()
              self.steps += 1
              return self.steps, 1.0, False, False, {}

      gymnasium.register("Breaking-v0", Breaking, disable_env_checker=True)
      """;

  @TempDir private Path directory;

  private EnvironmentOptions breaking(String how) {
    return EnvironmentOptions.of("breaking:Breaking-v0").withArguments(Map.of("how", how));
  }

  /** A server that knows the module above. */
  private final class Server implements AutoCloseable {
    private final ServerProcess process;
    private final String address;

    Server(String... arguments) throws IOException {
      Files.writeString(directory.resolve("breaking.py"), BREAKING);
      List<String> all =
          new ArrayList<>(List.of("--listen", "127.0.0.1:0", "--ready-json", "--exit-with-parent"));
      all.addAll(List.of("--allow-module", "breaking"));
      all.addAll(List.of(arguments));
      ProcessBuilder builder = LocalServer.foreground(LocalServerOptions.DEFAULT, all);
      builder.redirectInput(ProcessBuilder.Redirect.PIPE);
      builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
      builder.redirectError(ProcessBuilder.Redirect.PIPE);
      builder.environment().put("PYTHONPATH", directory.toString());
      process = ServerProcess.start(builder);
      address = process.awaitReady(Duration.ofMinutes(1));
    }

    EnvironmentServer connect() {
      return EnvironmentServer.connect(address);
    }

    EnvironmentServer connect(boolean lane) {
      return lane ? connect() : connectForStreams();
    }

    /** Connects for streams, whose sessions have a process of their own only where isolated. */
    EnvironmentServer connectForStreams() {
      return EnvironmentServer.connect(address, ConnectionOptions.DEFAULT.withoutLane());
    }

    ServerInfo info() {
      try (EnvironmentServer server = connect()) {
        return server.serverInfo();
      }
    }

    /** Waits until the server has ended all sessions; the class's time limit bounds it. */
    void awaitNoSession() {
      while (info().load().openSessions() > 0) {
        LockSupport.parkNanos(20_000_000);
      }
    }

    @Override
    public void close() {
      process.close();
    }
  }

  @Test
  @Tag("thorough")
  void anEnvironmentThatCrashesGoesOnAfterAResetWhereSessionsAreIsolated() throws IOException {
    try (Server server = new Server("--isolate");
        EnvironmentServer connection = server.connectForStreams();
        Environment environment = connection.make(breaking("segfault"));
        Environment other = connection.make(EnvironmentOptions.of("CartPole-v1"))) {
      environment.reset(1);
      other.reset(1);
      assertThatThrownBy(() -> environment.step(1))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("died of signal 11 (SIGSEGV) in step")
          .hasMessageContaining("made again in a new process, reset it to go on")
          .hasStackTraceContaining("breaking.py");
      assertThatThrownBy(() -> environment.step(0)).isInstanceOf(ResetNeededException.class);
      environment.reset(1);
      assertThat(environment.step(0).reward()).isEqualTo(1.0);
      assertThat(other.step(0).reward()).isEqualTo(1.0);
    }
  }

  @ParameterizedTest
  @CsvSource({"true,1", "true,2", "false,1", "false,2"})
  @Tag("thorough")
  void aVectorThatCrashesIsMadeAgain(boolean lane, int numEnvs) throws IOException {
    try (Server server = new Server("--isolate");
        EnvironmentServer connection = server.connect(lane);
        VectorEnvironment environments =
            connection.makeVector(breaking("segfault"), numEnvs, AutoresetMode.NEXT_STEP)) {
      assertThat(connection.carrier().lane()).isEqualTo(lane);
      environments.reset(1);
      int[] actions = new int[numEnvs];
      actions[numEnvs - 1] = 1;
      VectorStepResult result = environments.step(actions);
      assertThat(result.interruption().count()).isEqualTo(numEnvs);
      assertThat(result.interruption().reason()).contains("died of signal 11 (SIGSEGV) in step");
      assertThat(environments.step(new int[numEnvs]).rewards()).containsOnly(1);
    }
  }

  @Test
  void aCrashOnALaneSaysWhatItWasAndIsItsOwn() throws IOException {
    try (Server server = new Server();
        EnvironmentServer connection = server.connect();
        Environment environment = connection.make(breaking("segfault"));
        Environment other = connection.make(EnvironmentOptions.of("CartPole-v1"))) {
      environment.reset(1);
      other.reset(1);
      assertThatThrownBy(() -> environment.step(1))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("died of signal 11 (SIGSEGV) in step")
          .hasStackTraceContaining("breaking.py");
      assertThat(other.step(0).reward()).isEqualTo(1.0);
    }
  }

  @Test
  @Tag("thorough")
  void aHangOnALaneMeetsTheServersLimitAndIsMadeAgain() throws IOException {
    try (Server server = new Server("--max-step-seconds", "1");
        EnvironmentServer connection = server.connect();
        VectorEnvironment environments =
            connection.makeVector(breaking("hang"), 1, AutoresetMode.NEXT_STEP)) {
      environments.reset(1);
      assertThat(environments.step(new int[] {1}).interruption().reason())
          .contains("step takes more than");
      assertThat(environments.step(new int[] {0}).rewards()).containsExactly(1);
    }
  }

  @Test
  @Tag("thorough")
  void anEnvironmentThatHangsGoesOnAfterAResetWhereSessionsAreIsolated() throws IOException {
    try (Server server = new Server("--isolate", "--max-step-seconds", "1");
        EnvironmentServer connection = server.connectForStreams();
        Environment environment = connection.make(breaking("hang"))) {
      environment.reset(1);
      assertThatThrownBy(() -> environment.step(1))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("step takes more than")
          .hasMessageContaining("the limit of this server is 1 s")
          .hasStackTraceContaining("breaking.py");
      environment.reset(1);
      assertThat(environment.step(0).reward()).isEqualTo(1.0);
    }
  }

  @Test
  @Tag("thorough")
  void anEnvironmentThatHangsEndsItsSessionWithTheReasonElsewhere() throws IOException {
    try (Server server = new Server("--max-step-seconds", "1");
        EnvironmentServer connection = server.connectForStreams();
        Environment environment = connection.make(breaking("hang"))) {
      environment.reset(1);
      assertThatThrownBy(() -> environment.step(1))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("step takes more than")
          .hasMessageContaining("--max-step-seconds");
      assertThat(server.info().load()).isEqualTo(new ServerInfo.ServerLoad(false, 1, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anIdleSessionIsToldWhyItIsOver(boolean lane) throws IOException {
    try (Server server = new Server("--max-idle-seconds", "0.5");
        EnvironmentServer connection = server.connect(lane);
        Environment environment = connection.make(EnvironmentOptions.of("CartPole-v1"))) {
      server.awaitNoSession();
      assertThatThrownBy(() -> environment.reset(1))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("no request came for")
          .hasMessageContaining("--max-idle-seconds");
    }
  }

  /** As an evaluation environment that waits for the next evaluation. */
  @ParameterizedTest
  @CsvSource({"true,1", "true,2", "false,1", "false,2"})
  @Tag("thorough")
  void anIdleVectorIsMadeAgainAndPlaysWhatItWouldHavePlayed(boolean lane, int numEnvs)
      throws IOException {
    try (Server server = new Server("--max-idle-seconds", "1.5");
        EnvironmentServer connection = server.connect(lane);
        VectorEnvironment environments =
            connection.makeVector(
                EnvironmentOptions.of("CartPole-v1"), numEnvs, AutoresetMode.SAME_STEP)) {
      VectorResetResult first = environments.reset(7);
      VectorStepResult step = environments.step(new int[numEnvs]);
      server.awaitNoSession();
      VectorResetResult again = environments.reset(7);
      assertThat(again.interruption()).isNull();
      assertThat(again.observation()).isEqualTo(first.observation());
      assertThat(environments.step(new int[numEnvs]).observation()).isEqualTo(step.observation());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSessionTooManyIsRefusedWithTheReason(boolean lane) throws IOException {
    try (Server server = new Server("--max-sessions", "1");
        EnvironmentServer connection = server.connect(lane);
        Environment environment = connection.make(EnvironmentOptions.of("CartPole-v1"))) {
      assertThatThrownBy(() -> connection.make(EnvironmentOptions.of("CartPole-v1")))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("all 1 sessions of this server are in use");
      environment.reset(1);
    }
  }

  @Test
  void theServerSaysWhatItAllows() throws IOException {
    try (Server server =
        new Server("--isolate", "--max-sessions", "3", "--max-idle-seconds", "0")) {
      ServerInfo info = server.info();
      assertThat(info.limits())
          .isEqualTo(new ServerInfo.ServerLimits(3, 4096, 256 << 20, 0, 300, 600, 30));
      assertThat(info.load()).isEqualTo(new ServerInfo.ServerLoad(true, 0, 0));
      assertThat(info.text()).contains("3 sessions", "any time idle", "300 s a step");
    }
  }
}
