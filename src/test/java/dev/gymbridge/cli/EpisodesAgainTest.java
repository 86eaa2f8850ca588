package dev.gymbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Episodes of a training, and of an evaluation, that are looked at afterwards. */
class EpisodesAgainTest {
  @TempDir private Path directory;

  private Path train(String... more) {
    Path run = directory.resolve("run");
    List<String> args =
        List.of("train", "native:CartPole-v1", "--no-test", "--total-steps", "1500", "--run-dir");
    List<String> all = new java.util.ArrayList<>(args);
    all.add(run.toString());
    all.addAll(List.of(more));
    for (String set :
        List.of("hidden_sizes=[8]", "evaluation_period=null", "final_evaluation_episodes=0")) {
      all.addAll(List.of("--set", set));
    }
    Gymbridge.Result result = Gymbridge.run(all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return run;
  }

  private Gymbridge.Result record(Path run, String name, String... more) {
    List<String> args =
        new java.util.ArrayList<>(
            List.of(
                "record", run.toString(), "--out", directory.resolve(name + ".gif").toString()));
    args.addAll(List.of(more));
    return Gymbridge.run(args.toArray(String[]::new));
  }

  @Test
  void anEpisodeOfATrainingIsShownAsItWas() throws IOException {
    Path run = train("--record-actions", "--num-envs", "3");
    List<String> rows = Files.readAllLines(run.resolve("progress.csv"));
    for (int episode : new int[] {1, 7, rows.size() - 1}) {
      String[] cells = rows.get(episode).split(",", -1);
      Gymbridge.Result shown = record(run, "episode" + episode, "--episode", cells[0]);
      assertThat(shown.exitCode()).as(shown.err()).isZero();
      assertThat(shown.out())
          .contains("[Episode %d] Return: %s, as in training".formatted(episode, cells[3]));
    }
  }

  @Test
  void whatGoesOtherwiseThanInTrainingIsSaid() throws IOException {
    Path run = train("--record-actions");
    Path actions = run.resolve("actions.csv");
    List<String> rows = new java.util.ArrayList<>(Files.readAllLines(actions));
    String other = rows.get(3).substring(2).replace('0', '2').replace('1', '0').replace('2', '1');
    rows.set(3, "3," + other);
    Files.write(actions, rows);
    assertThat(record(run, "other", "--episode", "3").out())
        .contains("the environment does not go again as it went");
  }

  @Test
  void whereActionsWereNotRecordedItSaysWhatCanBeShown() throws IOException {
    Path run = train();
    String seed = Files.readAllLines(run.resolve("progress.csv")).get(2).split(",", -1)[10];
    Gymbridge.Result shown = record(run, "episode", "--episode", "2");
    assertThat(shown.exitCode()).isEqualTo(1);
    assertThat(shown.err())
        .contains(
            "its actions were not recorded, train with --record-actions for that; --seed %s shows"
                .formatted(seed));
    assertThat(record(run, "none", "--episode", "999").err())
        .contains("episode must be in [1, ")
        .contains("got 999");
    assertThat(record(run, "both", "--episode", "2", "--seed", "3").exitCode()).isEqualTo(2);
  }

  @Test
  void theWorstAndTheBestEpisodeOfAnEvaluationCanBeLookedAt() {
    Path run = train();
    Gymbridge.Result evaluated = Gymbridge.run("evaluate", run.toString(), "--json");
    JsonObject json = evaluated.json();
    assertThat(json.get("min").getAsDouble()).isLessThan(json.get("max").getAsDouble());
    for (String which : new String[] {"worst min", "best max"}) {
      String[] names = which.split(" ", -1);
      Gymbridge.Result shown =
          record(run, names[0], "--seed", json.get(names[0] + "_seed").getAsString());
      assertThat(shown.out())
          .contains("[Episode 1] Return: " + json.get(names[1]).getAsDouble() + "\n");
    }
  }

  @Test
  void noneIsCalledWorstWhereAllGaveTheSame() {
    Gymbridge.Result evaluated =
        Gymbridge.run("evaluate", "--pretrained", "CartPole-v1", "--episodes", "3");
    assertThat(evaluated.out()).contains("500.0").doesNotContain("worst episode");
  }
}
