package dev.gymbridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.JavaCommand;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.ServerUnavailableException;
import dev.gymbridge.env.UnknownEnvironmentException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.remote.grpc.AccessToken;
import dev.gymbridge.remote.grpc.ChannelSecurity;
import dev.gymbridge.remote.local.LocalServerException;
import dev.gymbridge.remote.local.ServerDiagnosis;
import dev.gymbridge.remote.local.ServerProcess;
import dev.gymbridge.remote.session.TimeLimits;
import dev.gymbridge.testkit.Signal;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher with the real Python and the real server, installed where a user's is. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class LocalServerIT {
  private static final LocalServerOptions OPTIONS = LocalServerOptions.DEFAULT;

  /** Starts a server, says where, and waits to be killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws InterruptedException {
      LocalServer server = LocalServer.start(OPTIONS);
      Environment environment = server.make(EnvironmentOptions.of("CartPole-v1"));
      environment.reset(1);
      System.out.println(server.pid() + " " + server.socketDirectory());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  @Tag("thorough")
  void showsItsStepsOnFirstUseAndNoneAfterwards(@TempDir Path cache) {
    LocalServerOptions fresh = OPTIONS.withCacheDirectory(cache);
    List<String> first = Collections.synchronizedList(new ArrayList<>());
    LocalServer.start(fresh.withProgress(first::add)).close();
    assertThat(first)
        .anyMatch(line -> line.startsWith("creating a virtual environment"))
        .anyMatch(line -> line.startsWith("  Collecting gymnasium"))
        .anyMatch(line -> line.startsWith("the server is installed"));
    List<String> again = new ArrayList<>();
    LocalServer.start(fresh.withProgress(again::add)).close();
    assertThat(again).isEmpty();
  }

  @Test
  void servesCartPoleOverUnixSocketAndPort() {
    for (LocalServerOptions each : List.of(OPTIONS, OPTIONS.withTcp())) {
      try (LocalServer server = LocalServer.start(each);
          Environment environment = server.make(EnvironmentOptions.of("CartPole-v1"));
          VectorEnvironment environments =
              server.makeVector(EnvironmentOptions.of("CartPole-v1"), 3, AutoresetMode.NEXT_STEP)) {
        environment.reset(7);
        assertThat(environment.step(1).reward()).isEqualTo(1.0);
        environments.reset(7);
        assertThat(environments.step(new int[] {0, 1, 0}).rewards()).containsExactly(1, 1, 1);
        assertThat(environment.spec().maxEpisodeSteps()).hasValue(500);
        assertThat(server.connection().serverInfo().gymnasiumVersion()).startsWith("1.");
        assertThat(server.connection().list("cartpole", true))
            .anyMatch(listed -> listed.spec().id().equals("CartPole-v1"));
      }
    }
  }

  @Test
  void isForItsOwnConnectionAloneOnAPortUnlessTheTokenIsShared() {
    try (LocalServer server = LocalServer.start(OPTIONS.withTcp())) {
      assertThatThrownBy(() -> EnvironmentServer.connect(server.connection().address()))
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("let nobody in");
    }
    ConnectionOptions shared =
        ConnectionOptions.DEFAULT.withSecurity(
            ChannelSecurity.PLAIN_TEXT.withToken(AccessToken.random()));
    try (LocalServer server = LocalServer.start(OPTIONS.withTcp().withConnection(shared));
        EnvironmentServer other =
            EnvironmentServer.connect(server.connection().address(), shared)) {
      assertThat(other.serverInfo()).isNotNull();
    }
  }

  @Test
  void suggestsAnEnvironmentWhereTheIdIsUnknown() {
    try (LocalServer server = LocalServer.start(OPTIONS)) {
      assertThatThrownBy(() -> server.make(EnvironmentOptions.of("CartPole-v9")))
          .isInstanceOf(UnknownEnvironmentException.class)
          .hasMessageContaining("CartPole-v1");
    }
  }

  @Test
  void leavesNothingBehindWhenClosed() {
    LocalServer server = LocalServer.start(OPTIONS);
    Path socketDirectory = server.socketDirectory();
    server.close();
    server.close();
    assertThat(isAlive(server.pid())).isFalse();
    if (socketDirectory != null) {
      assertThat(socketDirectory).doesNotExist();
    }
  }

  @Test
  void saysHowTheServerEndedWhenItDiesInMidRun() {
    try (LocalServer server = LocalServer.start(OPTIONS);
        Environment environment = server.make(EnvironmentOptions.of("CartPole-v1"))) {
      environment.reset(1);
      ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
      assertThatThrownBy(
              () -> {
                while (true) {
                  if (environment.step(0).ended()) {
                    environment.reset();
                  }
                }
              })
          .isInstanceOf(ServerUnavailableException.class)
          .hasMessageContaining("The server ended with exit status 137");
    }
  }

  private static LocalServerOptions carried(boolean lane, boolean tcp) {
    ConnectionOptions quick =
        ConnectionOptions.DEFAULT.withTimeLimits(
            TimeLimits.DEFAULT.withConnect(Duration.ofSeconds(5)).withStep(Duration.ofSeconds(5)));
    LocalServerOptions carried = OPTIONS.withConnection(lane ? quick : quick.withoutLane());
    return tcp ? carried.withTcp() : carried;
  }

  /** Steps until an episode is marked as interrupted; the class's time limit bounds it. */
  private static InterruptedEpisodes stepUntilInterrupted(VectorEnvironment environments) {
    while (true) {
      InterruptedEpisodes interruption =
          environments.step(new int[environments.numEnvs()]).interruption();
      if (interruption != null) {
        return interruption;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"KILL,true,false", "KILL,false,false"})
  void isStartedAgainForItsVectors(Signal signal, boolean lane, boolean tcp) throws Exception {
    requireStartedAgain(signal, lane, tcp);
  }

  @ParameterizedTest
  @Tag("thorough")
  @CsvSource({"KILL,false,true", "STOP,false,false", "TERM,true,false", "TERM,false,false"})
  void isStartedAgainHoweverItEnds(Signal signal, boolean lane, boolean tcp) throws Exception {
    requireStartedAgain(signal, lane, tcp);
  }

  private static void requireStartedAgain(Signal signal, boolean lane, boolean tcp)
      throws Exception {
    List<String> progress = Collections.synchronizedList(new ArrayList<>());
    try (LocalServer server = LocalServer.start(carried(lane, tcp).withProgress(progress::add));
        VectorEnvironment environments =
            server.makeVector(EnvironmentOptions.of("CartPole-v1"), 3, AutoresetMode.NEXT_STEP)) {
      environments.reset(7);
      long before = server.pid();
      signal.to(ProcessHandle.of(before).orElseThrow());

      assertThat(stepUntilInterrupted(environments).count()).isEqualTo(3);

      assertThat(environments.step(new int[3]).rewards()).containsExactly(1, 1, 1);
      assertThat(server.pid()).isNotEqualTo(before);
      assertThat(isAlive(before)).isFalse();
      assertThat(progress).hasSize(1).first().asString().contains("started again");
      assertThat(server.make(EnvironmentOptions.of("CartPole-v1"))).isNotNull();
    }
  }

  @Test
  @Tag("thorough")
  void isNotMissedByALaneWhileItIsStopped() throws Exception {
    try (LocalServer server = LocalServer.start(carried(true, false));
        VectorEnvironment environments =
            server.makeVector(EnvironmentOptions.of("CartPole-v1"), 3, AutoresetMode.NEXT_STEP)) {
      environments.reset(7);
      Signal.STOP.to(ProcessHandle.of(server.pid()).orElseThrow());
      for (int step = 0; step < 1000; step++) {
        assertThat(environments.step(new int[3]).interruption()).isNull();
      }
    }
  }

  @Test
  void isNotStartedAgainOnceItIsClosed() throws Exception {
    LocalServer server = LocalServer.start(carried(false, false));
    VectorEnvironment environments =
        server.makeVector(EnvironmentOptions.of("CartPole-v1"), 3, AutoresetMode.NEXT_STEP);
    environments.reset(7);
    server.close();
    assertThatThrownBy(() -> environments.step(new int[3]))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage("the connection was closed; connect again");
    assertThat(isAlive(server.pid())).isFalse();
  }

  @Test
  @Tag("thorough")
  void goesWithTheJvmWhenThatIsKilled() throws Exception {
    Started started = startChild();
    started.process.destroyForcibly().waitFor();
    ProcessHandle.of(started.serverPid)
        .ifPresent(server -> server.onExit().orTimeout(30, TimeUnit.SECONDS).join());

    assertThat(isAlive(started.serverPid)).isFalse();
    assertThat(started.socketDirectory).doesNotExist();
  }

  @Test
  @Tag("thorough")
  void isGoneWhenTheJvmHasBeenTerminated() throws Exception {
    Started started = startChild();
    started.process.destroy();
    started.process.waitFor();
    assertThat(isAlive(started.serverPid)).isFalse();
    assertThat(started.socketDirectory).doesNotExist();
  }

  @Test
  void givesTheCommandOfAServerInTheForeground() throws Exception {
    ProcessBuilder builder = LocalServer.foreground(OPTIONS, List.of("--help"));
    builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
    Process process = builder.start();
    String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(help).contains("--listen");
  }

  @Test
  void diagnosesWhatIsThere() {
    ServerDiagnosis diagnosis = LocalServer.diagnose(OPTIONS);
    assertThat(diagnosis.ok()).isTrue();
    assertThat(diagnosis.findings())
        .extracting(ServerDiagnosis.Finding::name)
        .containsExactly("Python", "venv module", "virtual environment", "Gymnasium");
  }

  @Test
  void namesAPackageThatBrokeInTheVirtualEnvironment(@TempDir Path pythonPath) throws Exception {
    Files.writeString(pythonPath.resolve("gymnasium.py"), "import no_such_package\n");
    ProcessBuilder builder =
        LocalServer.foreground(OPTIONS, List.of("--listen", "127.0.0.1:0", "--ready-json"));
    builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
    builder.redirectError(ProcessBuilder.Redirect.PIPE);
    builder.environment().put("PYTHONPATH", pythonPath.toString());
    try (ServerProcess process = ServerProcess.start(builder)) {
      assertThatThrownBy(() -> process.awaitReady(OPTIONS.startTimeLimit()))
          .isInstanceOf(LocalServerException.class)
          .hasMessageContaining("no_such_package")
          .hasMessageContaining("a Python package is missing or broken");
    }
  }

  private record Started(Process process, long serverPid, Path socketDirectory) {}

  private static Started startChild() throws Exception {
    Process process =
        new ProcessBuilder(JavaCommand.ofMain(Child.class))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String[] said = output.readLine().split(" ", -1);
    Started started = new Started(process, Long.parseLong(said[0]), Path.of(said[1]));
    assertThat(isAlive(started.serverPid)).isTrue();
    return started;
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
