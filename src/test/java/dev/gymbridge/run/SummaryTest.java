package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.dqn.EpisodesInterrupted;
import dev.gymbridge.dqn.TrainingProgress;
import dev.gymbridge.testkit.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
  private final Path directory;

  SummaryTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void holdsTheCountsTheSpeedOfThisSittingAndTheEvaluations() throws IOException {
    RunDirectory run = RunDirectory.createAt(directory);
    try (EvaluationsCsv csv = new EvaluationsCsv(run.evaluations())) {
      csv.onStarted(Events.started(0));
      csv.onEvaluation(Events.evaluation(100, 50, true));
      csv.onEvaluation(Events.evaluation(200, 40, false));
    }
    Summary summary = new Summary(run);
    summary.onStarted(Events.started(10));
    summary.onEvaluation(Events.evaluation(100, 50, true));
    summary.onEvaluation(Events.evaluation(200, 40, false));
    summary.onEpisodesInterrupted(new EpisodesInterrupted(150, 3, false, "b:2 is gone"));
    summary.onEpisodesInterrupted(new EpisodesInterrupted(150, 5, true, "b:2 is gone"));
    summary.onEnded(Events.ended(30)); // 200 more env steps in 2 seconds
    summary.finalEvaluation(Events.evaluation(300, 45, false).evaluation());

    summary.write();

    JsonObject json = JsonParser.parseString(Files.readString(run.summary())).getAsJsonObject();
    assertThat(json)
        .isEqualTo(
            JsonParser.parseString(
                """
                {"environment": "CartPole-v1", "env_steps": 300, "gradient_steps": 150,
                 "episodes": 30, "interrupted_episodes": 3, "skipped_transitions": 0, "wall_seconds": 2.0,
                 "evaluation_seconds": 0.5, "env_steps_per_second": 100.0,
                 "reason": "completed",
                 "final_evaluation": {"episodes": 2, "mean": 45.0, "std": 1.0, "min": 44.0,
                   "max": 46.0, "mean_length": 15.0},
                 "best_evaluation": {"episodes": 2, "mean": 50.0, "std": 1.0, "min": 49.0,
                   "max": 51.0, "mean_length": 15.0, "env_steps": 100},
                 "missing": []}
                """));
    try (var files = Files.list(directory)) {
      assertThat(files).noneMatch(f -> f.toString().endsWith(".part"));
    }
  }

  @Test
  void saysWhyTheTrainingFailedAndHowFarItWas() {
    Summary summary = new Summary(RunDirectory.createAt(directory));
    summary.onStarted(Events.started(0));
    summary.brokeOff(
        new TrainingProgress(70, 35, 7, 0.5),
        new IllegalStateException("the server is gone"),
        false);
    summary.missing("no episode.gif: the disk is full");

    JsonObject json = summary.toJson();

    assertThat(json.get("reason").getAsString()).isEqualTo("failed");
    assertThat(json.get("failure").getAsString()).isEqualTo("the server is gone");
    assertThat(json.get("env_steps").getAsLong()).isEqualTo(70);
    assertThat(json.getAsJsonArray("missing").get(0).getAsString())
        .isEqualTo("no episode.gif: the disk is full");
    assertThat(summary.interrupted()).isFalse();
  }

  @Test
  void countsAWaitThatWasBrokenOnRequestAsInterrupted() {
    Summary summary = new Summary(RunDirectory.createAt(directory));
    summary.onStarted(Events.started(0));
    summary.brokeOff(
        new TrainingProgress(70, 35, 7, 0.5), new IllegalStateException("closed"), true);

    assertThat(summary.toJson().get("reason").getAsString()).isEqualTo("interrupted");
    assertThat(summary.toJson().has("failure")).isFalse();
    assertThat(summary.interrupted()).isTrue();
  }

  @Test
  void saysNullWhereNothingWasEvaluated() {
    Summary summary = new Summary(RunDirectory.createAt(directory));
    summary.onStarted(Events.started(0));
    summary.onEnded(Events.ended(1));

    assertThat(summary.toJson().get("final_evaluation").isJsonNull()).isTrue();
    assertThat(summary.toJson().get("best_evaluation").isJsonNull()).isTrue();
  }

  @Test
  void comesAfterTheEnd() {
    Summary summary = new Summary(RunDirectory.createAt(directory));

    assertThatThrownBy(summary::toJson).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void saysWhereAConfigurationIsNotJson() throws IOException {
    Path path = Files.writeString(directory.resolve("config.json"), "{\n  \"seed\": ,\n}");

    assertThatThrownBy(() -> JsonFile.read(path))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessageStartingWith(path + " is not JSON: ")
        .hasMessageContaining("line 2");
  }
}
