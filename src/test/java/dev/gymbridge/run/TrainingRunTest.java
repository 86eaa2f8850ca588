package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.EpisodeFinished;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.file.FileTree;
import dev.gymbridge.network.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  private static final DqnConfig SHORT =
      DqnConfig.preset("default")
          .withTotalEnvSteps(120)
          .with("learning_starts", 20)
          .with("evaluation_period", "50 env_steps")
          .with("evaluation_episodes", 3)
          .with("final_evaluation_episodes", 4);

  @TempDir private Path directory;

  private final CountingSource source = new CountingSource();

  /** The JVM's CartPole, which notes how many environments were made together. */
  private static final class CountingSource extends NativeSource {
    private final List<Integer> made = new ArrayList<>();
    private int most = Integer.MAX_VALUE;

    @Override
    public VectorEnvironment makeVector(
        EnvironmentOptions options, int numEnvs, AutoresetMode autoresetMode) {
      if (made.size() == most) {
        throw new EnvironmentException("the serial port is busy");
      }
      made.add(numEnvs);
      return natives.makeVector(options, numEnvs, autoresetMode);
    }
  }

  private static Recipe recipe(DqnConfig config) {
    return new Recipe(EnvironmentRecipe.of("native:CartPole-v1"), 1, "default", config);
  }

  private TrainingRun open(Recipe recipe) {
    return TrainingRun.open(
        recipe,
        source,
        "CartPole-v1",
        config -> FirstActionNetwork.of(config.observationSize(), config.actions()));
  }

  private Summary train(DqnConfig config) {
    try (TrainingRun run = open(recipe(config))) {
      Summary summary = run.train(runDirectory(), false, Map.of(), () -> false);
      run.evaluate(1_000_000, () -> false).ifPresent(summary::finalEvaluation);
      return summary;
    }
  }

  private RunDirectory runDirectory() {
    return RunDirectory.createAt(directory.resolve("run"));
  }

  private RunDirectory written() {
    return RunDirectory.open(directory.resolve("run"));
  }

  @Test
  void leavesAllThatARunNeedsToBePlayedAgain() {
    JsonObject summary = train(SHORT).toJson();

    assertThat(summary.get("env_steps").getAsInt()).isEqualTo(120);
    assertThat(summary.getAsJsonObject("final_evaluation").get("episodes").getAsInt()).isEqualTo(4);
    assertThat(Recipe.read(written())).isEqualTo(recipe(SHORT));
    for (Policy policy : Policy.values()) {
      assertThat(policy.weights(written()).directory().resolve("environment.json")).exists();
    }
  }

  @Test
  void trainsOnPicturesByTheirOwnPresetWhereNoneWasAskedFor() {
    JsonObject changes = new JsonObject();
    changes.addProperty("total_env_steps", 30);
    changes.addProperty("buffer_capacity", 6_000);
    Recipe usual = Recipe.usual(EnvironmentRecipe.of("Dot-v0"), 1, changes);
    try (TrainingRun run =
        TrainingRun.open(
            usual,
            EnvironmentSource.of("Dot-v0", Dot::new),
            "Dot-v0",
            config -> FirstActionNetwork.of(config.observationSize(), config.actions()))) {
      run.train(runDirectory(), false, Map.of(), () -> false);
    }

    assertThat(Recipe.read(written()))
        .isEqualTo(
            new Recipe(
                usual.environment(), 1, "minatar", DqnConfig.preset("minatar").with(changes)));
  }

  @Test
  void makesNoEvaluationEnvironmentsThatAreNotUsed() {
    train(SHORT.with("evaluation_period", (Object) null));

    assertThat(source.made).containsExactly(1);
  }

  @Test
  void saysHowToDoWithoutTheEnvironmentsThatCannotBeMadeBesideTheTrainingOnes() {
    source.most = 1;

    assertThatThrownBy(() -> train(SHORT))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith("the serial port is busy. It was made to evaluate on")
        .hasMessageEndingWith("set evaluation_envs to \"shared\" (a run that goes on may, too)");
  }

  @Test
  void makesAsManyEvaluationEnvironmentsAsItHasEpisodes() {
    train(SHORT);

    // Three play the evaluations while training, four the final one.
    assertThat(source.made).containsExactly(1, 3, 4);
  }

  @Test
  void writesTheSummaryOfATrainingThatFails() {
    try (TrainingRun run = open(recipe(SHORT))) {
      run.listen(
          new TrainingListener() {
            @Override
            public void onEpisode(EpisodeFinished event) {
              throw new IllegalStateException("no more room");
            }
          });

      assertThatThrownBy(() -> run.train(runDirectory(), false, Map.of(), () -> false))
          .hasMessage("no more room");
    }

    JsonObject summary = JsonFile.read(written().summary());
    assertThat(summary.get("reason").getAsString()).isEqualTo("failed");
    assertThat(summary.get("failure").getAsString()).isEqualTo("no more room");
  }

  @Test
  void isInterruptedWhereAWaitBrokeSinceItWasAskedToStop() {
    boolean[] stop = new boolean[1];
    try (TrainingRun run = open(recipe(SHORT))) {
      run.listen(
          new TrainingListener() {
            @Override
            public void onEpisode(EpisodeFinished event) {
              stop[0] = true;
              throw new IllegalStateException("the session was closed");
            }
          });

      Summary summary = run.train(runDirectory(), false, Map.of(), () -> stop[0]);

      assertThat(summary.interrupted()).isTrue();
      assertThat(run.evaluate(1, () -> stop[0])).isEmpty();
    }
    assertThat(JsonFile.read(written().summary()).get("reason").getAsString())
        .isEqualTo("interrupted");
  }

  @Test
  void refusesToResumeOnAnotherEnvironment() {
    train(SHORT);
    EnvironmentRecipe shorter =
        new EnvironmentRecipe(
            "native:CartPole-v1",
            Map.of(),
            List.of(),
            OptionalInt.of(9),
            List.of(),
            ServerRecipe.PLAIN);

    try (TrainingRun run = open(new Recipe(shorter, 1, "default", SHORT))) {
      assertThatThrownBy(() -> run.train(written(), true, Map.of(), () -> false))
          .isInstanceOf(OtherEnvironmentException.class)
          .hasMessageContaining("max episode steps was 500, is now 9");
    }
  }

  @Test
  void belongsToOneProcessAtATime() {
    try (TrainingRun first = open(recipe(SHORT));
        TrainingRun second = open(recipe(SHORT))) {
      first.train(runDirectory(), false, Map.of(), () -> false);

      assertThatThrownBy(() -> second.train(written(), true, Map.of(), () -> false))
          .isInstanceOf(RunDirectoryException.class)
          .hasMessage(
              "%s belongs to process %d, which trains it; wait for its end, or stop it",
              directory.resolve("run"), ProcessHandle.current().pid());
    }
    try (TrainingRun third = open(recipe(SHORT))) {
      third.train(written(), true, Map.of(), () -> false);
    }
  }

  @Test
  void endsInWordsWhenItsDirectoryIsDeletedMeanwhile() {
    RunDirectory run = runDirectory();
    try (TrainingRun training = open(recipe(SHORT.with("checkpoint_period", "60 env_steps")))) {
      training.listen(
          new TrainingListener() {
            @Override
            public void onEpisode(EpisodeFinished event) {
              delete(run.path());
            }
          });
      assertThatThrownBy(() -> training.train(run, false, Map.of(), () -> false))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(run.toString())
          .hasMessageContaining("its run directory is gone; nothing can be kept any more");
    }
    assertThat(run.path()).doesNotExist();
  }

  private static void delete(Path path) {
    try {
      FileTree.delete(path);
    } catch (IOException gone) {
      // It was deleted after the episode before.
    }
  }

  @Test
  void saysBeforehandWhatItNeeds() {
    try (TrainingRun run = open(recipe(SHORT))) {
      assertThat(run.notes()).anyMatch(note -> note.startsWith("memory: "));
    }
  }
}
