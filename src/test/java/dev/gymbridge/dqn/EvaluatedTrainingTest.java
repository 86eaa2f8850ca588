package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** When a training is evaluated, and what it makes of that. */
class EvaluatedTrainingTest extends TrainerFixture {
  @Test
  void evaluatesAndStopsAtTheReturnAskedFor() {
    DqnConfig config =
        config().with("evaluation_period", "20 env_steps").with("stop_at_return", 25);
    DqnTrainer trainer = trainer(config, 10);
    trainer.evaluateOn(environment(25));
    trainer.checkpointTo(directory.resolve("checkpoint"), directory.resolve("best"));
    TrainingEnded ended = trainer.run(() -> false);
    assertThat(ended.reason()).isEqualTo(TrainingEnded.Reason.SOLVED);
    assertThat(ended.envSteps()).isEqualTo(20);
    assertThat(diary.of(EvaluationFinished.class))
        .singleElement()
        .satisfies(e -> assertThat(e.evaluation().mean()).isEqualTo(25.0))
        .satisfies(e -> assertThat(e.best()).isTrue());
    assertThat(newest(directory.resolve("best")).directory().resolve("network")).exists();
  }

  @Test
  void stopsOnlyWhenSoManyEvaluationsInARowReachTheReturn() {
    DqnConfig config =
        config()
            .with("evaluation_period", "20 env_steps")
            .with("stop_at_return", 25)
            .with("stop_after_evaluations", 3);
    DqnTrainer trainer = trainer(config, 10);
    trainer.evaluateOn(environment(25));
    assertThat(trainer.run(() -> false).envSteps()).isEqualTo(60);
  }

  @Test
  void leavesOutAnEvaluationWhileThoseBeforeTookMoreThanTheirShare() {
    DqnConfig config =
        config()
            .with("evaluation_period", "10 env_steps")
            .with("evaluation_episodes", 2)
            .with("evaluation_share", 2);
    // Two episodes of 25 steps at 10, 30, 50 and 80 env steps: 50, 100, 150 and 200 steps.
    DqnTrainer first = trainer(config, 10);
    first.evaluateOn(environment(25));
    first.checkpointTo(directory.resolve("checkpoint"), directory.resolve("best"));
    first.run(() -> first.progress().envSteps() >= 40);
    DqnTrainer second = trainer(config, 10);
    second.evaluateOn(environment(25));
    second.resumeFrom(directory.resolve("checkpoint"));
    second.run(() -> false);
    assertThat(diary.of(EvaluationFinished.class))
        .extracting(EvaluationFinished::envSteps)
        .containsExactly(10L, 30L, 50L, 80L, 100L);
    assertThat(diary.of(EvaluationLeftOut.class))
        .contains(new EvaluationLeftOut(20, 50, 2), new EvaluationLeftOut(90, 200, 2))
        .hasSize(5);
  }

  @Test
  void playsTheLastEvaluationWhateverThoseBeforeTook() {
    DqnConfig config =
        config().with("evaluation_period", "20 env_steps").with("evaluation_share", 0.1);
    DqnTrainer trainer = trainer(config, 10);
    trainer.evaluateOn(environment(25));
    trainer.run(() -> false);
    assertThat(diary.of(EvaluationFinished.class))
        .extracting(EvaluationFinished::envSteps)
        .containsExactly(20L, 100L);
    assertThat(diary.of(EvaluationLeftOut.class))
        .extracting(EvaluationLeftOut::envSteps)
        .containsExactly(40L, 60L, 80L);
  }

  @Test
  void evaluatesNothingTwiceWhenACompletedRunIsResumed() {
    DqnConfig config = config().with("evaluation_period", "40 env_steps");
    DqnTrainer first = trainer(config, 10);
    first.evaluateOn(environment(25));
    first.checkpointTo(directory.resolve("checkpoint"), directory.resolve("best"));
    first.run(() -> false);
    assertThat(diary.of(EvaluationFinished.class))
        .extracting(EvaluationFinished::envSteps)
        .containsExactly(40L, 80L, 100L);
    DqnTrainer second = trainer(config, 10);
    second.evaluateOn(environment(25));
    second.resumeFrom(directory.resolve("checkpoint"));
    second.run(() -> false);
    assertThat(diary.of(EvaluationFinished.class)).hasSize(3);
  }

  @Test
  void staysSolvedWhenItIsResumed() {
    DqnConfig config =
        config().with("evaluation_period", "20 env_steps").with("stop_at_return", 25);
    DqnTrainer first = trainer(config, 10);
    first.evaluateOn(environment(25));
    first.checkpointTo(directory.resolve("checkpoint"), directory.resolve("best"));
    first.run(() -> false);
    DqnTrainer second = trainer(config, 10);
    second.evaluateOn(environment(25));
    second.resumeFrom(directory.resolve("checkpoint"));
    TrainingEnded ended = second.run(() -> false);
    assertThat(ended.reason()).isEqualTo(TrainingEnded.Reason.SOLVED);
    assertThat(ended.envSteps()).isEqualTo(20);
  }

  @Test
  void overwritesNoBetterPolicyThatIsNewerThanTheCheckpoint() {
    Path best = directory.resolve("best");
    Path checkpoint = directory.resolve("checkpoint");
    DqnConfig config = config().with("evaluation_period", "40 env_steps");
    DqnTrainer first = trainer(config.withTotalEnvSteps(39), 10);
    first.checkpointTo(checkpoint, best);
    first.run(() -> false);
    DqnTrainer killed = trainer(config, 10);
    killed.evaluateOn(environment(25));
    killed.checkpointTo(directory.resolve("lost"), best);
    killed.run(() -> false);
    DqnTrainer resumed = trainer(config, 10);
    resumed.evaluateOn(environment(24));
    resumed.checkpointTo(checkpoint, best);
    resumed.resumeFrom(checkpoint);
    resumed.run(() -> false);
    assertThat(newest(best).about().get("mean_return").getAsDouble()).isEqualTo(25);
  }

  @Test
  void playsAnEvaluationThatWasStoppedWhenItIsResumed() {
    Path checkpoint = directory.resolve("checkpoint");
    DqnConfig config = config().with("evaluation_period", "40 env_steps");
    int[] asked = {0};
    DqnTrainer first = trainer(config, 10);
    first.evaluateOn(environment(25));
    first.checkpointTo(checkpoint, directory.resolve("best"));
    // Asked 40 times for the steps before, and then for the steps of the evaluation.
    TrainingEnded stopped = first.run(() -> asked[0]++ >= 50);
    assertThat(stopped.reason()).isEqualTo(TrainingEnded.Reason.INTERRUPTED);
    assertThat(stopped.envSteps()).isEqualTo(40);
    assertThat(asked[0]).isEqualTo(52);
    DqnTrainer second = trainer(config, 10);
    second.evaluateOn(environment(25));
    second.resumeFrom(checkpoint);
    second.run(() -> false);
    assertThat(diary.of(EvaluationFinished.class))
        .extracting(EvaluationFinished::envSteps)
        .containsExactly(40L, 80L, 100L);
  }

  @Test
  void evaluatesOnASharedEnvironmentBetweenEpisodes() {
    DqnConfig config =
        config()
            .with("evaluation_period", "35 env_steps")
            .with("evaluation_episodes", 2)
            .with("evaluation_envs", "shared");
    CountingEnvironment only = environment(10);
    DqnTrainer trainer = new DqnTrainer(config, 7, only, network);
    trainer.listen(diary);
    trainer.evaluateWith(Evaluator.of(config, network, only, n -> environment(1)));
    TrainingEnded ended = trainer.run(() -> false);
    assertThat(ended.envSteps()).isEqualTo(100);
    assertThat(ended.episodes()).isEqualTo(10);
    assertThat(diary.of(EpisodeFinished.class)).allMatch(episode -> episode.length() == 10);
    assertThat(diary.of(EvaluationFinished.class))
        .extracting(EvaluationFinished::envSteps)
        .containsExactly(40L, 70L, 100L);
    assertThat(only.receivedActions).hasSize(100 + 3 * 20);
  }

  @Test
  void breaksTheEpisodesOfSeveralSharedEnvironmentsOff() {
    DqnConfig config =
        config()
            .with("evaluation_period", "50 env_steps")
            .with("evaluation_episodes", 2)
            .with("evaluation_envs", "shared");
    CountingEnvironment two = environment(10, 7);
    DqnTrainer trainer = new DqnTrainer(config, 7, two, network);
    trainer.listen(diary);
    trainer.evaluateWith(Evaluator.of(config, network, two, n -> environment(1)));
    trainer.run(() -> false);
    assertThat(diary.of(EvaluationFinished.class))
        .extracting(EvaluationFinished::envSteps)
        .containsExactly(50L, 100L);
    // 25 steps each, then anew: 2 episodes of 10 and 3 of 7, twice.
    assertThat(diary.of(EpisodeFinished.class)).hasSize(10);
  }
}
