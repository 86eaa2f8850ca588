package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.checkpoint.CheckpointStore;
import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.checkpoint.StoredCheckpoint;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.network.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DqnTrainerTest {
  @TempDir Path directory;

  private final RecordingNetwork network = new RecordingNetwork();

  /** Writes down every event. */
  private static final class Diary implements TrainingListener {
    final List<Object> events = new ArrayList<>();

    <T> List<T> of(Class<T> type) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void onStarted(TrainingStarted event) {
      events.add(event);
    }

    @Override
    public void onEpisode(EpisodeFinished event) {
      events.add(event);
    }

    @Override
    public void onEvaluation(EvaluationFinished event) {
      events.add(event);
    }

    @Override
    public void onEvaluationLeftOut(EvaluationLeftOut event) {
      events.add(event);
    }

    @Override
    public void onTransitionsSkipped(TransitionsSkipped event) {
      events.add(event);
    }

    @Override
    public void onTargetSynced(TargetSynced event) {
      events.add(event);
    }

    @Override
    public void onEpisodesInterrupted(EpisodesInterrupted event) {
      events.add(event);
    }
  }

  private final Diary diary = new Diary();

  private static StoredCheckpoint newest(Path checkpoints) {
    return new CheckpointStore(checkpoints, Disk.REAL).newest().orElseThrow();
  }

  private static DqnConfig config() {
    return DqnConfig.preset("default")
        .with("total_env_steps", 100)
        .with("learning_starts", 0)
        .with("buffer_capacity", 1000)
        .with("batch_size", 4)
        .with("train_period", "4 env_steps")
        .with("gradient_steps", 3)
        .with("target_update_period", "10 env_steps")
        .with("evaluation_period", null)
        .with("evaluation_share", null);
  }

  private static CountingEnvironment environment(int... lengths) {
    return new CountingEnvironment(AutoresetMode.SAME_STEP, lengths);
  }

  private DqnTrainer trainer(DqnConfig config, int... lengths) {
    DqnTrainer trainer = new DqnTrainer(config, 7, environment(lengths), network);
    trainer.listen(diary);
    return trainer;
  }

  @Test
  void takesGradientStepsOncePerTrainPeriod() {
    TrainingEnded ended = trainer(config(), 10).run(() -> false);
    assertThat(ended.envSteps()).isEqualTo(100);
    // The period at the very last step is owed, but the run is over.
    assertThat(network.updates).hasSize(24).allMatch(u -> u.gradientSteps() == 3);
    assertThat(network.updates).allMatch(u -> u.transitions() == 12);
    assertThat(ended.gradientSteps()).isEqualTo(72);
  }

  @Test
  void takesManyGradientStepsAFewAtATime() {
    trainer(config().with("gradient_steps", 40), 10).run(() -> false);
    assertThat(network.updates).hasSize(24 * 4).allMatch(u -> u.gradientSteps() == 10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stopsAmongTheGradientStepsOfALongTrainPeriodAndTakesTheRestWhenResumed(boolean meanwhile) {
    DqnConfig config = learningRarely("60 env_steps", meanwhile);
    stopAfterSevenUpdates(config);
    assertThat(network.updates).hasSize(7);

    assertThat(resume(config).gradientSteps()).isEqualTo(1600);
    assertThat(network.updates).hasSize(100);
  }

  @Test
  void takesTheRestOfTheGradientStepsOfTheLastStepWhenResumed() {
    DqnConfig config = learningRarely("100 env_steps", false);
    TrainingEnded interrupted = stopAfterSevenUpdates(config);
    assertThat(interrupted.reason()).isEqualTo(TrainingEnded.Reason.INTERRUPTED);

    TrainingEnded ended = resume(config);
    assertThat(ended.reason()).isEqualTo(TrainingEnded.Reason.COMPLETED);
    assertThat(ended.envSteps()).isEqualTo(100);
    assertThat(ended.gradientSteps()).isEqualTo(1600);
  }

  private static DqnConfig learningRarely(String period, boolean meanwhile) {
    return config()
        .with("learn_while_stepping", meanwhile)
        .with("train_period", period)
        .with("gradient_steps", 1600);
  }

  private TrainingEnded stopAfterSevenUpdates(DqnConfig config) {
    DqnTrainer stopped = trainer(config, 10);
    stopped.checkpointTo(directory.resolve("checkpoint"), directory.resolve("best"));
    return stopped.run(() -> network.updates.size() == 7);
  }

  private TrainingEnded resume(DqnConfig config) {
    DqnTrainer resumed = trainer(config, 10);
    resumed.resumeFrom(directory.resolve("checkpoint"));
    return resumed.run(() -> false);
  }

  @Test
  void doesWhatTheLastStepMadeDueWhenResumedThoughNoEpisodeCouldBeginAfterIt() {
    Path checkpoint = directory.resolve("checkpoint");
    CountingEnvironment failing =
        new CountingEnvironment(AutoresetMode.DISABLED, 10).failingToResetAt(10);
    DqnTrainer failed = new DqnTrainer(config(), 7, failing, network);
    failed.checkpointTo(checkpoint, directory.resolve("best"));
    assertThatThrownBy(() -> failed.run(() -> false)).hasMessage("the server is gone");
    assertThat(failed.progress().envSteps()).isEqualTo(100);

    CountingEnvironment mended = new CountingEnvironment(AutoresetMode.DISABLED, 10);
    DqnTrainer resumed = new DqnTrainer(config(), 7, mended, network);
    resumed.listen(diary);
    resumed.resumeFrom(checkpoint);
    assertThat(resumed.run(() -> false).envSteps()).isEqualTo(100);
    assertThat(diary.of(TargetSynced.class)).extracting(TargetSynced::envSteps).contains(100L);
  }

  @Test
  void countsNeitherTheStepNorTheEpisodeThatWasLost() {
    // Five env steps of environment 0 are part of no episode; the sixth was never taken.
    CountingEnvironment environment = environment(10, 10).losing(5, 0);
    DqnTrainer trainer = new DqnTrainer(config().withTotalEnvSteps(60), 7, environment, network);
    trainer.listen(diary);

    TrainingEnded ended = trainer.run(() -> false);

    assertThat(ended.envSteps()).isEqualTo(61);
    assertThat(diary.of(EpisodesInterrupted.class))
        .containsExactly(new EpisodesInterrupted(10, 1, false, "b:2 is gone"));
    List<EpisodeFinished> episodes = diary.of(EpisodeFinished.class);
    assertThat(episodes).hasSize(5).allMatch(episode -> episode.length() == 10);
    assertThat(episodes).allMatch(episode -> episode.episodeReturn() == 10);
    assertThat(episodes).extracting(EpisodeFinished::episode).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(episodes.get(0).envSteps()).isEqualTo(19);
  }

  @Test
  void missesNoPeriodWithManyEnvironments() {
    DqnConfig config = config().with("learn_while_stepping", false);
    TrainingEnded ended = trainer(config, 10, 10, 10, 10, 10, 10, 10).run(() -> false);
    assertThat(ended.envSteps()).isEqualTo(105);
    assertThat(network.updates).hasSize(105 / 4);
    assertThat(diary.of(TargetSynced.class)).hasSize(10);
  }

  @Test
  void startsLearningWhenTheBufferHoldsMoreThanLearningStarts() {
    DqnConfig config = config().with("learning_starts", 50).with("learn_while_stepping", false);
    trainer(config, 10).run(() -> false);
    // Env steps 52, 56, ..., 100.
    assertThat(network.updates).hasSize(13);
  }

  @Test
  void learnsWhileTheEnvironmentsAreBusy() {
    List<String> order = new ArrayList<>();
    CountingEnvironment environment = environment(10);
    RecordingNetwork learner = new RecordingNetwork();
    DqnConfig config =
        config()
            .with("train_period", "1 env_steps")
            .with("epsilon_start", 0)
            .with("epsilon_end", 0);
    new DqnTrainer(config.withTotalEnvSteps(3), 7, environment, learner).run(() -> false);
    order.addAll(learner.calls);
    assertThat(order).containsExactly("act", "act", "update", "act", "update");
  }

  @Test
  void onlyTerminationZeroesTheBootstrap() {
    DqnConfig config = config().with("batch_size", 200).with("learn_while_stepping", false);
    // Environment 0 always terminates, at once; environment 1 is always truncated, at once.
    trainer(config, 1, 1).run(() -> false);
    assertThat(network.updates.get(0).discounts()).containsOnly(0f, 0.99f);
    RecordingNetwork other = new RecordingNetwork();
    new DqnTrainer(config, 7, environment(1), other).run(() -> false);
    assertThat(other.updates.get(0).discounts()).containsOnly(0f);
  }

  @Test
  void reportsEachEpisodeWithTheMeansSinceTheOneBefore() {
    DqnConfig config = config().with("learn_while_stepping", false);
    trainer(config, 10).run(() -> false);
    List<EpisodeFinished> episodes = diary.of(EpisodeFinished.class);
    assertThat(episodes).hasSize(10);
    EpisodeFinished first = episodes.get(0);
    assertThat(first.episode()).isEqualTo(1);
    assertThat(first.envSteps()).isEqualTo(10);
    assertThat(first.episodeReturn()).isEqualTo(10.0);
    assertThat(first.length()).isEqualTo(10);
    assertThat(first.terminated()).isTrue();
    assertThat(first.truncated()).isFalse();
    // Updates 1 and 2 were taken at env steps 4 and 8.
    assertThat(first.loss()).isCloseTo(1.5, within(1e-12));
    assertThat(first.meanQ()).isCloseTo(15, within(1e-12));
    assertThat(first.bufferSize()).isEqualTo(10);
  }

  @Test
  void reportsNoLossBeforeLearning() {
    trainer(config().with("learning_starts", 999), 10).run(() -> false);
    assertThat(diary.of(EpisodeFinished.class)).allMatch(e -> Double.isNaN(e.loss()));
  }

  @Test
  void annealsTheLearningRateToNothing() {
    DqnConfig config =
        config()
            .with("anneal_learning_rate", true)
            .with("learning_rate", 1)
            .with("learn_while_stepping", false);
    trainer(config, 10).run(() -> false);
    assertThat(network.updates.get(0).learningRate()).isCloseTo(0.96, within(1e-12));
    assertThat(network.updates.get(24).learningRate()).isCloseTo(0, within(1e-12));
  }

  @Test
  void endsAfterTheEpisodesAskedFor() {
    TrainingEnded ended = trainer(config().withTotalEpisodes(4), 10).run(() -> false);
    assertThat(ended.episodes()).isEqualTo(4);
    assertThat(ended.envSteps()).isEqualTo(40);
    assertThat(ended.reason()).isEqualTo(TrainingEnded.Reason.COMPLETED);
  }

  @Test
  void sameSeedGivesTheSameEvents() {
    trainer(config(), 10, 7).run(() -> false);
    Diary again = new Diary();
    DqnTrainer trainer = new DqnTrainer(config(), 7, environment(10, 7), new RecordingNetwork());
    trainer.listen(again);
    trainer.run(() -> false);
    assertThat(again.events).isEqualTo(diary.events);
  }

  @Test
  void anotherSeedExploresOtherwise() {
    CountingEnvironment seven = environment(10);
    CountingEnvironment eight = environment(10);
    new DqnTrainer(config(), 7, seven, network).run(() -> false);
    new DqnTrainer(config(), 8, eight, network).run(() -> false);
    assertThat(actions(eight)).isNotEqualTo(actions(seven));
    assertThat(eight.seeds).isNotEqualTo(seven.seeds);
  }

  private static List<Long> actions(CountingEnvironment environment) {
    return environment.receivedActions.stream().map(actions -> actions[0]).toList();
  }

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
        config().with("evaluation_period", "60 env_steps").with("evaluation_share", 0.1);
    DqnTrainer trainer = trainer(config, 10);
    trainer.evaluateOn(environment(25));
    trainer.run(() -> false);
    assertThat(diary.of(EvaluationFinished.class))
        .extracting(EvaluationFinished::envSteps)
        .containsExactly(60L, 100L);
  }

  @Test
  void endsWhenAListenerSaysSoForTheReasonThatItGives() {
    DqnTrainer trainer = trainer(config(), 10);
    trainer.listen(
        new TrainingListener() {
          private boolean enough;

          @Override
          public void onEpisode(EpisodeFinished event) {
            enough = event.episode() == 2;
          }

          @Override
          public String stopReason() {
            return enough ? "two episodes are enough" : null;
          }
        });
    TrainingEnded ended = trainer.run(() -> false);
    assertThat(ended.envSteps()).isEqualTo(20);
    assertThat(ended.reason()).isEqualTo(TrainingEnded.Reason.STOPPED);
    assertThat(ended.stopReason()).isEqualTo("two episodes are enough");
  }

  @Test
  void goesOnFromTheCheckpointOfAnInterruptedRun() {
    Path checkpoint = directory.resolve("checkpoint");
    int[] asked = {0};
    DqnTrainer first = trainer(config(), 10);
    first.checkpointTo(checkpoint, directory.resolve("best"));
    TrainingEnded interrupted = first.run(() -> asked[0]++ == 35);
    assertThat(interrupted.reason()).isEqualTo(TrainingEnded.Reason.INTERRUPTED);
    assertThat(interrupted.envSteps()).isEqualTo(35);

    DqnTrainer second = trainer(config(), 10);
    second.resumeFrom(checkpoint);
    TrainingEnded ended = second.run(() -> false);
    assertThat(ended.envSteps()).isEqualTo(100);
    assertThat(ended.gradientSteps()).isEqualTo(72);
    assertThat(diary.of(TrainingStarted.class).get(1).envSteps()).isEqualTo(35);
    assertThat(network.calls).contains("restore");
  }

  @Test
  void saysThatACheckpointIsCutShort() throws IOException {
    Path checkpoint = directory.resolve("checkpoint");
    DqnTrainer trainer = trainer(config(), 10);
    trainer.checkpointTo(checkpoint, directory.resolve("best"));
    trainer.run(() -> false);
    Path state = newest(checkpoint).directory().resolve("state.bin");
    byte[] bytes = Files.readAllBytes(state);
    Files.write(state, Arrays.copyOf(bytes, bytes.length / 2));
    DqnTrainer second = trainer(config(), 10);
    assertThatThrownBy(() -> second.resumeFrom(checkpoint))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("no checkpoint in " + checkpoint + " is whole (")
        .hasMessageContaining(
            "state.bin is cut short: it has %d of %d bytes", bytes.length / 2, bytes.length)
        .hasMessageEndingWith("bring one back from a copy, or train anew");
  }

  @Test
  void goesOnWithTheSameRandomNumbersAsIfNeverInterrupted() {
    // Its only episode has no end, so that nothing but the random numbers decides what is done.
    DqnConfig config = config().with("prioritized_replay", true);
    CountingEnvironment whole = environment(1000);
    new DqnTrainer(config, 7, whole, new RecordingNetwork()).run(() -> false);

    Path checkpoint = directory.resolve("checkpoint");
    int[] asked = {0};
    CountingEnvironment before = environment(1000);
    DqnTrainer first = new DqnTrainer(config, 7, before, network);
    first.checkpointTo(checkpoint, directory.resolve("best"));
    first.run(() -> asked[0]++ == 35);
    CountingEnvironment after = environment(1000);
    DqnTrainer second = new DqnTrainer(config, 7, after, network);
    second.resumeFrom(checkpoint);
    second.run(() -> false);

    List<Long> both = new ArrayList<>(actions(before));
    both.addAll(actions(after));
    assertThat(both).isEqualTo(actions(whole));
  }

  @Test
  void writesACheckpointWhenTheLastOneIsSoManySecondsOld() {
    Path checkpoint = directory.resolve("checkpoint");
    DqnTrainer trainer = trainer(config().with("checkpoint_seconds", 1e-9), 10);
    trainer.checkpointTo(checkpoint, directory.resolve("best"));
    trainer.run(() -> false);
    // One after each of 100 env steps; at the end there is nothing to add.
    assertThat(newest(checkpoint).directory().getFileName()).hasToString("000100");
  }

  @Test
  void refusesTheCheckpointOfARunWithAnotherSeed() {
    Path checkpoint = directory.resolve("checkpoint");
    DqnTrainer trainer = trainer(config(), 10);
    trainer.checkpointTo(checkpoint, directory.resolve("best"));
    trainer.run(() -> false);
    DqnTrainer other = new DqnTrainer(config(), 8, environment(10), network);
    assertThatThrownBy(() -> other.resumeFrom(checkpoint))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is of a run with seed 7, this run has seed 8");
  }

  @Test
  void saysThatThereIsNoCheckpoint() {
    DqnTrainer trainer = trainer(config(), 10);
    assertThatThrownBy(() -> trainer.resumeFrom(directory.resolve("none")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("no checkpoint at");
  }

  @Test
  void completesThoughTheLearningRateFallsToNothing() {
    DqnConfig config =
        config()
            .with("anneal_learning_rate", true)
            .with("train_period", "1 env_steps")
            .with("learn_while_stepping", false);
    TrainingEnded ended = trainer(config, 10).run(() -> false);
    assertThat(ended.reason()).isEqualTo(TrainingEnded.Reason.COMPLETED);
    assertThat(network.updates.get(99).learningRate()).isZero();
  }

  @Test
  void keepsACheckpointWhenTheEnvironmentFails() {
    Path checkpoint = directory.resolve("checkpoint");
    DqnTrainer failing = new DqnTrainer(config(), 7, environment(10).failingAt(35), network);
    failing.checkpointTo(checkpoint, directory.resolve("best"));
    assertThatThrownBy(() -> failing.run(() -> false)).hasMessage("the server is gone");

    DqnTrainer second = trainer(config(), 10);
    second.resumeFrom(checkpoint);
    second.run(() -> false);
    assertThat(diary.of(TrainingStarted.class).get(0).envSteps()).isEqualTo(35);
  }

  @Test
  void namesWhatIsNotFiniteAndKeepsACheckpointFromBefore() {
    Path checkpoint = directory.resolve("checkpoint");
    DqnTrainer failing =
        new DqnTrainer(config(), 7, environment(10).rewarding(35, Double.NaN), network);
    failing.checkpointTo(checkpoint, directory.resolve("best"));
    assertThatThrownBy(() -> failing.run(() -> false))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageStartingWith("the reward of Counting-v0 is NaN at env step 36: ");
    assertThat(checkpoint).exists();
  }

  @Test
  void skipsAndCountsTransitionsThatAreNotFinite() {
    DqnConfig config = config().with("nan", "skip");
    DqnTrainer trainer =
        new DqnTrainer(config, 7, environment(10).rewarding(35, Double.NaN), network);
    trainer.listen(diary);
    TrainingEnded ended = trainer.run(() -> false);
    assertThat(ended.envSteps()).isEqualTo(100);
    assertThat(diary.of(TransitionsSkipped.class)).containsExactly(new TransitionsSkipped(36, 1));
    assertThat(diary.of(EpisodeFinished.class).get(9).bufferSize()).isEqualTo(99);
  }

  @Test
  void keepsTheLastGoodCheckpointWhenLearningDiverges() throws IOException {
    Path checkpoint = directory.resolve("checkpoint");
    DqnConfig config = config().with("checkpoint_period", "10 env_steps");
    network.divergingAt(6);
    DqnTrainer trainer = trainer(config, 10);
    trainer.checkpointTo(checkpoint, directory.resolve("best"));
    assertThatThrownBy(() -> trainer.run(() -> false))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageStartingWith(
            "the network's numbers are no longer finite after gradient step 18: ");
    // Update 6 came after env step 24.
    assertThat(newest(checkpoint).about().get("env_steps").getAsLong()).isEqualTo(20);
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
