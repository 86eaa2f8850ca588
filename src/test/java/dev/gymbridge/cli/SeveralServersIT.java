package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.remote.grpc.AccessToken;
import dev.gymbridge.remote.grpc.ChannelSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with three real Python servers on ports of the loopback interface. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("thorough")
class SeveralServersIT {
  private static final AccessToken TOKEN = AccessToken.random();

  @TempDir Path directory;

  private final List<LocalServer> servers = new ArrayList<>();
  private Program program;

  @BeforeEach
  void open() {
    program = new Program(directory, Map.of("GYMBRIDGE_TOKEN", TOKEN.secret()));
  }

  private void startServers(int count) {
    for (int i = 0; i < count; i++) {
      servers.add(
          LocalServer.start(
              LocalServerOptions.DEFAULT
                  .withTcp()
                  .withConnection(
                      ConnectionOptions.DEFAULT.withSecurity(
                          ChannelSecurity.PLAIN_TEXT.withToken(TOKEN)))));
    }
  }

  @AfterEach
  void stopAll() {
    program.close();
    servers.forEach(LocalServer::close);
  }

  private String address(int i) {
    return servers.get(i).connection().address();
  }

  private String targets() {
    return servers.stream()
        .map(server -> server.connection().address())
        .collect(Collectors.joining(","));
  }

  private Program.Running train(String runDir, String server, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of("train", "--server", server, "--run-dir", runDir, "--no-test", "--json"));
    args.addAll(List.of("--set", "hidden_sizes=[32]", "--set", "evaluation_period=null"));
    // So many as are trained on, which play the final evaluation: evaluate then plays the same.
    args.addAll(List.of("--set", "stop_at_return=null", "--set", "evaluation_envs=5"));
    args.addAll(List.of(more));
    return program.start(runDir, args.toArray(String[]::new));
  }

  @Test
  void trainsOnWhenOneOfThreeIsKilled() throws Exception {
    startServers(3);
    Program.Running training =
        train(
            "run",
            targets(),
            "--num-envs=6",
            "--total-steps=9000",
            "--set=final_evaluation_episodes=0");
    training.awaitFile("run/progress.csv", 500);
    String killed = address(1);
    ProcessHandle.of(servers.get(1).pid()).orElseThrow().destroyForcibly(); // SIGKILL
    Gymbridge.Result result = training.success();

    String err = result.err();
    JsonObject summary = result.json();
    // An episode that had just begun when its server died has no step to drop.
    int dropped = summary.get("interrupted_episodes").getAsInt();
    assertThat(dropped).isBetween(0, 2);
    assertThat(err.lines().filter(line -> line.startsWith("server " + killed + " is gone (")))
        .hasSize(1)
        .allMatch(line -> line.contains("): 2 of 6 environments made again on 127.0.0.1:"))
        .allMatch(line -> line.matches(".*; " + dropped + " episodes? dropped"));
    assertThat(summary.get("env_steps").getAsInt()).isBetween(9000, 9005);
    List<String> rows = Files.readAllLines(directory.resolve("run/progress.csv"));
    assertThat(summary.get("episodes").getAsInt()).isEqualTo(rows.size() - 1);
    long stepsOfEpisodes = 0;
    for (int i = 1; i < rows.size(); i++) {
      String[] cells = rows.get(i).split(",", -1);
      assertThat(cells[0]).isEqualTo(Integer.toString(i));
      // CartPole gives 1 for each step: an episode is whole where both agree.
      assertThat(Double.parseDouble(cells[3])).isEqualTo(Double.parseDouble(cells[4]));
      assertThat(List.of(cells[8], cells[9])).contains("true");
      stepsOfEpisodes += Long.parseLong(cells[4]);
    }
    assertThat(stepsOfEpisodes).isLessThan(9000);
  }

  @Test
  void giveTheSameProgressAsOne() throws Exception {
    startServers(3);
    train("one", address(0), "--num-envs", "5", "--total-steps", "1000").success();
    JsonObject three =
        train("three", targets(), "--num-envs", "5", "--total-steps", "1000").success().json();
    assertThat(Files.readAllBytes(directory.resolve("three/progress.csv")))
        .isNotEmpty()
        .isEqualTo(Files.readAllBytes(directory.resolve("one/progress.csv")));

    Gymbridge.Result evaluated =
        program.run("evaluate", "--run", "three", "--server", targets(), "--json");
    assertThat(evaluated.json().get("mean"))
        .isEqualTo(three.getAsJsonObject("final_evaluation").get("mean"));
  }

  @Test
  void listTheirEnvironmentsAsOne() throws Exception {
    startServers(2);
    ProcessHandle.of(servers.get(0).pid()).orElseThrow().destroyForcibly();
    ProcessHandle.of(servers.get(0).pid())
        .ifPresent(handle -> handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    Gymbridge.Result envs = program.run("envs", "cartpole", "--server", targets());
    assertThat(envs.out()).contains("CartPole-v1");
    assertThat(envs.err())
        .contains("The server at " + address(0) + " cannot be used now (")
        .contains("refused); going on without it");
  }
}
