package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.agent.Agent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on the native CartPole: no Python, no network. */
class NativeTrainingTest {
  @TempDir Path directory;

  private Gymbridge.Result train(String name, String... more) {
    Gymbridge.Result result = attempt(name, more);
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result;
  }

  private Gymbridge.Result attempt(String name, String... more) {
    String[] args = {
      "train",
      "--env",
      "native:CartPole-v1",
      "--run-dir",
      directory.resolve(name).toString(),
      "--set",
      "hidden_sizes=[16]",
      "--set",
      "evaluation_period=500 env_steps",
      "--set",
      "evaluation_episodes=2",
      "--set",
      "final_evaluation_episodes=5",
    };
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Gymbridge.run(all);
  }

  @Test
  void leavesEverythingTheRunDirectoryPromises() throws IOException {
    Gymbridge.Result result = train("run", "--total-steps", "1500", "--set", "test_episodes=1");
    assertThat(result.err()).doesNotContain("gymbridge:");
    assertThat(result.out()).contains("[Test Episode 1] Score: ").contains("Run: ");
    Path run = directory.resolve("run");
    for (String name :
        List.of(
            "config.json",
            "progress.csv",
            "checkpoint",
            "best",
            "evaluations.csv",
            "learning-curve.png",
            "episode.gif",
            "report.html",
            "summary.json")) {
      assertThat(run.resolve(name)).exists();
    }
    try (var files = Files.list(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("events.out.tfevents."));
    }
    List<String> rows = Files.readAllLines(run.resolve("progress.csv"));
    assertThat(rows.get(0))
        .isEqualTo(
            "episode,env_steps,gradient_steps,return,length,epsilon,loss,mean_q,terminated,truncated,seed");
    JsonObject summary =
        JsonParser.parseString(Files.readString(run.resolve("summary.json"))).getAsJsonObject();
    assertThat(summary.get("env_steps").getAsInt()).isEqualTo(1500);
    assertThat(summary.get("episodes").getAsInt()).isEqualTo(rows.size() - 1);
  }

  @Test
  void evaluatesAndRecordsAnAgentThatNobodyHadToTrain() {
    Gymbridge.Result evaluated =
        Gymbridge.run("evaluate", "--pretrained", "CartPole-v1", "--episodes", "3", "--json");
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    assertThat(evaluated.json().get("mean").getAsDouble()).isEqualTo(500);

    String gif = directory.resolve("agent.gif").toString();
    Gymbridge.Result recorded =
        Gymbridge.run(
            "record", "--pretrained", "native:CartPole-v1", "--out", gif, "--scale", "0.1");
    assertThat(recorded.exitCode()).as(recorded.err()).isZero();
    assertThat(recorded.out()).contains("[Episode 1] Return: 500.0").contains("501 frames");

    Gymbridge.Result both = Gymbridge.run("evaluate", "runs", "--pretrained", "CartPole-v1");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("runs is a run; name one of the two");
  }

  @Test
  void sameSeedGivesTheSameProgressByteForByte() throws IOException {
    train("first", "--total-steps", "2000", "--no-test", "--seed", "4");
    train("second", "--total-steps", "2000", "--no-test", "--seed", "4");
    train("other", "--total-steps", "2000", "--no-test", "--seed", "5");
    byte[] first = Files.readAllBytes(directory.resolve("first/progress.csv"));
    assertThat(Files.readAllBytes(directory.resolve("second/progress.csv"))).isEqualTo(first);
    assertThat(Files.readAllBytes(directory.resolve("other/progress.csv"))).isNotEqualTo(first);
  }

  @Test
  void printsOneObjectWithJson() {
    Gymbridge.Result result = train("run", "--total-steps", "1200", "--no-test", "--json");
    assertThat(result.json().get("env_steps").getAsInt()).isEqualTo(1200);
    assertThat(directory.resolve("run/episode.gif")).doesNotExist();

    Gymbridge.Result evaluation =
        Gymbridge.run(
            "evaluate", "--run", directory.resolve("run").toString(), "--episodes", "7", "--json");
    JsonObject json = evaluation.json();
    assertThat(json.keySet()).contains("episodes", "mean", "std", "min", "max", "mean_length");
    assertThat(json.get("episodes").getAsInt()).isEqualTo(7);
    assertThat(json.get("mean").getAsDouble()).isEqualTo(json.get("mean_length").getAsDouble());
  }

  @Test
  void goesOnWithARun() throws IOException {
    train("run", "--total-steps", "1200", "--no-test");
    String run = directory.resolve("run").toString();
    Gymbridge.Result result =
        Gymbridge.run("train", "--resume", run, "--total-steps", "2400", "--no-test", "--json");
    assertThat(result.json().get("env_steps").getAsInt()).isEqualTo(2400);
    List<String> rows = Files.readAllLines(directory.resolve("run/progress.csv"));
    for (int row = 1; row < rows.size(); row++) {
      assertThat(rows.get(row)).startsWith(row + ",");
    }
    assertThat(rows).hasSize(result.json().get("episodes").getAsInt() + 1);
  }

  @Test
  void goesOnAndChangesOnlyThatOnWhichNothingLearnedRests() throws IOException {
    train("run", "--total-steps", "800", "--no-test");
    String run = directory.resolve("run").toString();
    Path config = directory.resolve("run/config.json");
    String before = Files.readString(config);
    Gymbridge.Result refused =
        Gymbridge.run("train", "--resume", run, "--nan=skip", "--set", "batch_size=8");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("cannot change batch_size").contains("can change");
    assertThat(Files.readString(config)).isEqualTo(before);

    Gymbridge.Result result =
        Gymbridge.run(
            "train",
            "--resume",
            run,
            "--total-steps=1000",
            "--nan=skip",
            "--set=evaluation_envs=shared",
            "--no-test",
            "--json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.json().get("env_steps").getAsInt()).isEqualTo(1000);
    assertThat(Files.readString(config))
        .contains("\"nan\": \"skip\"")
        .contains("\"evaluation_envs\": \"shared\"");
  }

  @Test
  void overwritesNoRun() throws IOException {
    train("run", "--total-steps", "1200", "--no-test");
    byte[] before = Files.readAllBytes(directory.resolve("run/progress.csv"));
    Gymbridge.Result result = attempt("run", "--total-steps", "1300", "--no-test");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("already holds a run").contains("--resume");
    assertThat(Files.readAllBytes(directory.resolve("run/progress.csv"))).isEqualTo(before);
  }

  @Test
  void saysThatACheckpointIsCutShort() throws IOException {
    train("run", "--total-steps", "1200", "--no-test");
    Path run = directory.resolve("run");
    try (var files = Files.walk(run.resolve("checkpoint"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      }
    }
    Gymbridge.Result resumed =
        Gymbridge.run("train", "--resume", run.toString(), "--total-steps", "2000", "--no-test");
    Gymbridge.Result evaluated =
        Gymbridge.run("evaluate", "--run", run.toString(), "--policy", "final");
    for (Gymbridge.Result result : List.of(resumed, evaluated)) {
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains("checkpoint").doesNotContain("\tat ");
    }
  }

  @Test
  void speaksAsTheClassicScript() {
    Gymbridge.Result result =
        train("run", "--preset", "minimalrl", "--episodes", "40", "--no-test");
    assertThat(result.out())
        .containsPattern("n_episode :20, score : \\d+\\.\\d, n_buffer : \\d+, eps : 7\\.9%");
    assertThat(result.out()).contains("n_episode :40, score : ");
  }

  @Test
  void recordsAndExportsAnAgent() throws IOException {
    train("run", "--total-steps", "1200", "--no-test");
    String run = directory.resolve("run").toString();
    Path gif = directory.resolve("agent.gif");
    Gymbridge.Result recorded =
        Gymbridge.run("record", "--run", run, "--out", gif.toString(), "--json");
    assertThat(recorded.json().get("frames").getAsInt()).isGreaterThan(8);
    assertThat(Files.readAllBytes(gif)).startsWith("GIF89a".getBytes(StandardCharsets.US_ASCII));
    assertThat(Gymbridge.run("record", "--run", run, "--out", gif.toString()).err())
        .contains("exists; give another --out");
    String twice = directory.resolve("twice.gif").toString();
    Gymbridge.Result beside =
        Gymbridge.run("record", run, "--out", twice, "--before-after", "--scale", "0.2", "--json");
    assertThat(beside.exitCode()).as(beside.err()).isZero();
    assertThat(beside.err())
        .containsPattern("before training: return \\d+\\.0, after training: return \\d+\\.0\n");
    assertThat(beside.json().get("frames").getAsInt())
        .isGreaterThanOrEqualTo(recorded.json().get("frames").getAsInt());
    Path model = directory.resolve("model");
    assertThat(Gymbridge.run("export", "--run", run, "--out", model.toString()).exitCode())
        .isZero();
    assertThat(model.resolve("saved_model.pb")).exists();
    Gymbridge.Result ofRun = Gymbridge.run("evaluate", run, "--episodes", "3", "--json");
    Gymbridge.Result ofExport =
        Gymbridge.run("evaluate", model.toString(), "--episodes", "3", "--json");
    assertThat(ofExport.exitCode()).as(ofExport.err()).isZero();
    assertThat(ofExport.json().get("mean")).isEqualTo(ofRun.json().get("mean"));
    float[] observation = {0.1f, 0.2f, 0.03f, 0.4f};
    try (Agent one = Agent.load(Path.of(run));
        Agent other = Agent.load(model)) {
      assertThat(other.values(observation)).isEqualTo(one.values(observation));
    }
  }

  @Test
  void aRunThatIsOverIsSaidToBeOverAndLeftAsItIs() throws IOException {
    train("over", "--total-steps", "800", "--no-test", "--set", "final_evaluation_episodes=2");
    Path run = directory.resolve("over");
    Map<String, FileTime> before = times(run);
    Gymbridge.Result resumed = Gymbridge.run("train", "--resume", run.toString(), "--json");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err()).contains("is over, completed after 800 env steps");
    assertThat(resumed.json().get("reason").getAsString()).isEqualTo("completed");
    assertThat(times(run)).isEqualTo(before);
  }

  private static Map<String, FileTime> times(Path run) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.toList()) {
        times.put(file.toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void aRunThatHadNotBegunIsSaidToHaveLostNothing() throws IOException {
    Path run = Files.createDirectory(directory.resolve("begun"));
    Files.writeString(run.resolve(".lock"), "1");
    Gymbridge.Result resumed = Gymbridge.run("train", "--resume", run.toString());
    assertThat(resumed.exitCode()).isEqualTo(2);
    assertThat(resumed.err()).contains("is empty").contains("begin it by train --run-dir " + run);
  }
}
