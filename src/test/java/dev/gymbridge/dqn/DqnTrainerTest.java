package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a training does when: learning, counting, exploring, its end. */
class DqnTrainerTest extends TrainerFixture {
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
}
