package dev.gymbridge.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gymbridge.JavaCommand;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.remote.grpc.ServerGroup;
import dev.gymbridge.remote.grpc.ServerTargets;
import dev.gymbridge.remote.lane.LaneTransport;
import dev.gymbridge.remote.session.LaneConnector;
import dev.gymbridge.remote.session.LaneConnector.Lane;
import dev.gymbridge.remote.session.SessionOptions;
import dev.gymbridge.remote.session.SessionTransport;
import dev.gymbridge.remote.session.TimeLimits;
import dev.gymbridge.testkit.Await;
import dev.gymbridge.testkit.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each way in which a session with a real server ends, or does not begin: what is said, how soon,
 * and what is left over, which is nothing.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Tag("thorough")
final class ServerEndsIT {
  private static final TimeLimits LIMITS =
      TimeLimits.DEFAULT.withConnect(Duration.ofSeconds(5)).withStep(Duration.ofSeconds(2));

  /** For what is noticed at once, on a machine that is busy with other things. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final Set<Path> DIRECTORIES = new HashSet<>();
  private static BridgeServer server;

  private final List<Lane> lanes = new ArrayList<>();

  @BeforeAll
  static void start() {
    server = BridgeServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    assertThat(DIRECTORIES).isNotEmpty().noneMatch(Files::exists);
  }

  private EnvironmentServer connect(boolean lane) {
    return lane
        ? connect(this::lane)
        : EnvironmentServer.connect(
            server.connection().address(),
            ConnectionOptions.DEFAULT.withTimeLimits(LIMITS).withoutLane());
  }

  private EnvironmentServer connect(LaneConnector connector) {
    ConnectionOptions options = ConnectionOptions.DEFAULT.withTimeLimits(LIMITS);
    return EnvironmentServer.over(
        ServerGroup.open(
            ServerTargets.parse(server.connection().address()),
            options.security(),
            new SessionOptions(LIMITS, 256 << 20, connector)),
        options);
  }

  private SessionTransport lane(Lane lane) throws IOException {
    lanes.add(lane);
    DIRECTORIES.add(lane.socket().getParent());
    return LaneTransport.connect(lane);
  }

  /** An environment of the Python tests that breaks, in this way, at action 1. */
  private static EnvironmentOptions breaking(String how) {
    return EnvironmentOptions.of("tests.environments:Breaking-v0")
        .withArguments(Map.of("how", how))
        .withInfo();
  }

  private static ProcessHandle processOf(Environment environment) {
    long pid = ((Number) environment.reset(1).info().get("pid")).longValue();
    return ProcessHandle.of(pid).orElseThrow();
  }

  /** A thread stops when it is next scheduled, which may take a moment. */
  private static void awaitStopped(ProcessHandle process) {
    Path tasks = Path.of("/proc/" + process.pid() + "/task");
    await(
        () -> {
          try (var threads = Files.list(tasks)) {
            return threads.allMatch(ServerEndsIT::isStopped);
          }
        });
  }

  private static boolean isStopped(Path thread) {
    try {
      return Files.readString(thread.resolve("status")).contains("State:\tT");
    } catch (IOException ended) {
      return true;
    }
  }

  private static String said(ThrowingCallable call) {
    long start = System.nanoTime();
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(EnvironmentException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    return thrown.getMessage();
  }

  private static void await(Await.Condition condition) {
    Await.until(SOON, "what is left of a session to go", condition);
  }

  /** No session is open, no file of a lane is left, and no process but those that wait for work. */
  private void nothingIsLeftOf(ProcessHandle... processes) {
    await(
        () -> {
          try (EnvironmentServer asked = connect(false)) {
            return asked.serverInfo().load().openSessions() == 0;
          }
        });
    for (ProcessHandle process : processes) {
      await(() -> !process.isAlive());
    }
    lanes.forEach(lane -> await(() -> filesBeside(lane).isEmpty()));
  }

  private static List<Path> filesBeside(Lane lane) {
    try (var files = Files.list(lane.socket().getParent())) {
      return files.toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** A client, which is killed in its sleep. */
  static final class Client {
    private Client() {}

    public static void main(String[] arguments) throws InterruptedException {
      ConnectionOptions options =
          arguments[1].equals("lane")
              ? ConnectionOptions.DEFAULT
              : ConnectionOptions.DEFAULT.withoutLane();
      EnvironmentServer server = EnvironmentServer.connect(arguments[0], options);
      System.out.println(processOf(server.make(breaking("hang"))).pid());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lane", "stream"})
  void ofAClientThatIsKilled(String carrier) throws Exception {
    Process client =
        new ProcessBuilder(JavaCommand.ofMain(Client.class, server.connection().address(), carrier))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8);
    long pid = Long.parseLong(new BufferedReader(output).readLine());
    ProcessHandle environment = ProcessHandle.of(pid).orElseThrow();
    Signal.KILL.to(client.toHandle());
    client.waitFor();
    nothingIsLeftOf(
        carrier.equals("lane") ? new ProcessHandle[] {environment} : new ProcessHandle[0]);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofAServerThatIsKilled(boolean lane) throws Exception {
    try (EnvironmentServer connection = connect(lane);
        Environment environment = connection.make(breaking("hang"))) {
      processOf(environment);
      List<ProcessHandle> family = server.handle().descendants().toList();
      assertThat(family).isNotEmpty();
      ProcessHandle killed = server.handle();
      CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)
          .execute(killed::destroyForcibly);
      assertThat(said(() -> environment.step(1)))
          .startsWith("the server at " + server.connection().address() + " is gone: ")
          .endsWith("; restart it, or give another address");
      family.forEach(process -> await(() -> !process.isAlive()));
    } finally {
      server.close();
      server = BridgeServer.start();
    }
  }

  @Test
  void ofASessionsProcessThatIsKilled() throws Exception {
    try (EnvironmentServer connection = connect(true);
        Environment environment = connection.make(breaking("hang"));
        Environment other = connection.make(breaking("hang"))) {
      ProcessHandle process = processOf(environment);
      other.reset(1);
      Signal.KILL.to(process);
      assertThat(said(() -> environment.step(0))).contains("died of signal 9 (SIGKILL)");
      assertThat(other.step(0).reward()).isEqualTo(1);
    }
    nothingIsLeftOf();
  }

  @ParameterizedTest
  @CsvSource({"true,session", "false,server"})
  void ofAProcessThatIsStopped(boolean lane, String which) throws Exception {
    ProcessHandle process;
    try (EnvironmentServer connection = connect(lane);
        Environment environment = connection.make(breaking("hang"))) {
      process = processOf(environment);
      Signal.STOP.to(process);
      awaitStopped(process);
      assertThat(said(() -> environment.step(0)))
          .isEqualTo(
              "the server at %s sent no reply within 2 s; the environment hangs, or the time limit is too short"
                  .formatted(server.connection().address()));
    }
    if (lane) {
      nothingIsLeftOf(process);
    } else {
      Signal.CONT.to(process);
      nothingIsLeftOf();
    }
  }

  @Test
  void ofALaneWhoseSocketWasRemovedIsAStream() {
    try (EnvironmentServer connection =
            connect(
                lane -> {
                  Files.delete(lane.socket());
                  return lane(lane);
                });
        Environment environment = connection.make(breaking("hang"))) {
      environment.reset(1);
      assertThat(environment.step(0).reward()).isEqualTo(1);
      assertThat(connection.carrier().text()).startsWith("gRPC stream (the lane cannot be reached");
    }
  }

  @Test
  void ofALaneWithAWrongSecret() {
    try (EnvironmentServer connection = connect(lane -> lane(withSecret(lane, new byte[32])))) {
      assertThat(said(() -> connection.make(breaking("hang"))))
          .isEqualTo(
              "the server at %s broke the session off and does not say why; see its log"
                  .formatted(server.connection().address()));
    }
    nothingIsLeftOf();
  }

  private static Lane withSecret(Lane lane, byte[] secret) {
    return new Lane(
        lane.server(), lane.socket(), ByteBuffer.wrap(secret), lane.maxMessageBytes(), lane.end());
  }

  @Test
  void ofALaneThatASecondClientTries() throws Exception {
    try (EnvironmentServer connection = connect(true);
        Environment environment = connection.make(breaking("hang"))) {
      environment.reset(1);
      assertThatThrownBy(() -> LaneTransport.connect(lanes.get(0))).isInstanceOf(IOException.class);
      assertThat(environment.step(0).reward()).isEqualTo(1);
    }
    nothingIsLeftOf();
  }

  /** Sends raw bytes in place of a request, and reads all that comes. */
  private byte[] reply(byte... request) throws IOException {
    try (EnvironmentServer connection =
        connect(
            lane -> {
              lanes.add(lane);
              throw new IOException("this test connects itself");
            })) {
      connection.make(breaking("hang")).close();
      Lane lane = lanes.get(lanes.size() - 1);
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(lane.socket()));
        channel.write(lane.secret().duplicate());
        channel.write(ByteBuffer.wrap(request));
        channel.shutdownOutput();
        return readAll(channel);
      }
    }
  }

  private static byte[] readAll(SocketChannel channel) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(65_536);
    while (channel.read(all) >= 0) {}
    byte[] bytes = new byte[all.flip().remaining()];
    all.get(bytes);
    return bytes;
  }

  @Test
  void ofALaneWithAFrameThatAnnouncesFourGibibytes() throws Exception {
    byte[] reply = reply((byte) -1, (byte) -1, (byte) -1, (byte) -1);
    int length = ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).getInt();
    assertThat(reply).hasSize(4 + length);
    assertThat(new String(reply, StandardCharsets.UTF_8))
        .contains("a message of 4294967295 bytes is announced, at most 268435456 may be");
    nothingIsLeftOf();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "07", "070000", "07000000", "07000000616263"})
  void ofALaneWhoseClientBreaksOff(String hex) throws Exception {
    assertThat(reply(HexFormat.of().parseHex(hex))).isEmpty();
    nothingIsLeftOf();
  }

  @Test
  void ofALaneThatIsClosedWhileAStepIsUnderWay() throws Exception {
    ProcessHandle process;
    try (EnvironmentServer connection = connect(true)) {
      Environment environment = connection.make(breaking("hang"));
      process = processOf(environment);
      CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(environment::close);
      assertThat(said(() -> environment.step(1))).contains("the session was closed");
    }
    nothingIsLeftOf(process);
  }
}
