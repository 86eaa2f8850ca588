package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.JavaCommand;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.LocalServer;
import dev.gymbridge.remote.LocalServerOptions;
import dev.gymbridge.remote.grpc.AccessToken;
import dev.gymbridge.remote.grpc.ChannelSecurity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with three real Python servers on ports of the loopback interface. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SeveralServersIT {
  private static final AccessToken TOKEN = AccessToken.random();

  @TempDir Path directory;

  private final List<LocalServer> servers = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();

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
    processes.forEach(Process::destroyForcibly);
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

  private Process train(String runDir, String server, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(
            List.of("train", "--server", server, "--run-dir", runDir, "--no-test", "--json"));
    args.addAll(List.of("--set", "hidden_sizes=[32]", "--set", "evaluation_period=null"));
    // So many as are trained on, which play the final evaluation: evaluate then plays the same.
    args.addAll(List.of("--set", "stop_at_return=null", "--set", "evaluation_envs=5"));
    args.addAll(List.of(more));
    return start(runDir, args);
  }

  private Process start(String name, List<String> args) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(JavaCommand.ofProgram(args))
            .directory(directory.toFile())
            .redirectOutput(directory.resolve(name + ".out").toFile())
            .redirectError(directory.resolve(name + ".err").toFile());
    builder.environment().put("GYMBRIDGE_TOKEN", TOKEN.secret());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
  }

  @Test
  void trainsOnWhenOneOfThreeIsKilled() throws Exception {
    startServers(3);
    Process process =
        train(
            "run",
            targets(),
            "--num-envs=6",
            "--total-steps=9000",
            "--set=final_evaluation_episodes=0");
    Path progress = directory.resolve("run/progress.csv");
    while (process.isAlive() && (!Files.exists(progress) || Files.size(progress) < 500)) {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    assertThat(process.isAlive()).isTrue();
    String killed = address(1);
    ProcessHandle.of(servers.get(1).pid()).orElseThrow().destroyForcibly(); // SIGKILL
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();

    String err = read("run.err");
    assertThat(process.exitValue()).as(err).isZero();
    JsonObject summary = JsonParser.parseString(read("run.out")).getAsJsonObject();
    // An episode that had just begun when its server died has no step to drop.
    int dropped = summary.get("interrupted_episodes").getAsInt();
    assertThat(dropped).isBetween(0, 2);
    assertThat(err.lines().filter(line -> line.startsWith("server " + killed + " is gone (")))
        .hasSize(1)
        .allMatch(line -> line.contains("): 2 of 6 environments made again on 127.0.0.1:"))
        .allMatch(line -> line.matches(".*; " + dropped + " episodes? dropped"));
    assertThat(summary.get("env_steps").getAsInt()).isBetween(9000, 9005);
    List<String> rows = Files.readAllLines(progress);
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
  @Tag("thorough")
  void giveTheSameProgressAsOne() throws Exception {
    startServers(3);
    Process one = train("one", address(0), "--num-envs", "5", "--total-steps", "3000");
    assertThat(one.waitFor(5, TimeUnit.MINUTES)).isTrue();
    Process three = train("three", targets(), "--num-envs", "5", "--total-steps", "3000");
    assertThat(three.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(three.exitValue()).as(read("three.err")).isZero();
    assertThat(Files.readAllBytes(directory.resolve("three/progress.csv")))
        .isNotEmpty()
        .isEqualTo(Files.readAllBytes(directory.resolve("one/progress.csv")));

    Process evaluation =
        start("evaluated", List.of("evaluate", "--run", "three", "--server", targets(), "--json"));
    assertThat(evaluation.waitFor(5, TimeUnit.MINUTES)).isTrue();
    JsonObject final100 =
        JsonParser.parseString(read("three/summary.json"))
            .getAsJsonObject()
            .getAsJsonObject("final_evaluation");
    assertThat(JsonParser.parseString(read("evaluated.out")).getAsJsonObject().get("mean"))
        .isEqualTo(final100.get("mean"));
  }

  @Test
  void listTheirEnvironmentsAsOne() throws Exception {
    startServers(2);
    ProcessHandle.of(servers.get(0).pid()).orElseThrow().destroyForcibly();
    ProcessHandle.of(servers.get(0).pid())
        .ifPresent(handle -> handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    Process envs = start("envs", List.of("envs", "cartpole", "--server", targets()));
    assertThat(envs.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(envs.exitValue()).as(read("envs.err")).isZero();
    assertThat(read("envs.out")).contains("CartPole-v1");
    assertThat(read("envs.err"))
        .contains("The server at " + address(0) + " cannot be used now (")
        .contains("refused); going on without it");
  }
}
