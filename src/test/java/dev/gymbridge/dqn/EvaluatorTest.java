package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.env.AutoresetMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluatorTest {
  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void letsEachEnvironmentPlayItsShareSoThatShortEpisodesAreNotFavoured(AutoresetMode mode) {
    CountingEnvironment environment = new CountingEnvironment(mode, 2, 50);
    Evaluation evaluation = new Evaluator(environment, new RecordingNetwork()).evaluate(5, 11);
    assertThat(evaluation.lengths()).containsExactly(2, 50, 2, 50, 2);
    assertThat(evaluation.returns()).containsExactly(2.0, 50.0, 2.0, 50.0, 2.0);
    assertThat(environment.seeds).startsWith(11L);
  }

  @Test
  void seedsEachEpisodeWithItsNumber() {
    CountingEnvironment environment = new CountingEnvironment(AutoresetMode.DISABLED, 2, 7);
    new Evaluator(environment, new RecordingNetwork()).evaluate(6, 11);
    // Environment 0 plays the episodes 0, 2, 4 while environment 1 plays 1, 3, 5.
    assertThat(environment.seeds).startsWith(11L, 12L, 13L, 15L).contains(14L, 16L);
  }

  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void playsAgainWhatWasLost(AutoresetMode mode) {
    CountingEnvironment environment = new CountingEnvironment(mode, 5, 3).losing(3, 0);
    Evaluation evaluation = new Evaluator(environment, new RecordingNetwork()).evaluate(2, 0);
    assertThat(evaluation.lengths()).containsExactly(5, 3);
    assertThat(evaluation.returns()).containsExactly(5.0, 3.0);
  }

  @Test
  void playsFewerEpisodesThanEnvironments() {
    CountingEnvironment environment = new CountingEnvironment(AutoresetMode.SAME_STEP, 2, 3, 4);
    Evaluation evaluation = new Evaluator(environment, new RecordingNetwork()).evaluate(2, 0);
    assertThat(evaluation.lengths()).containsExactly(2, 3);
  }

  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void endsWithTheRoundThatTheSlowestIsInOnceThatIsEnough(AutoresetMode mode) {
    CountingEnvironment environment = new CountingEnvironment(mode, 2, 50);
    int[] asked = {0};
    Evaluation evaluation =
        new Evaluator(environment, new RecordingNetwork())
            .evaluate(9, 0, () -> false, () -> asked[0]++ == 60)
            .orElseThrow();
    assertThat(evaluation.lengths()).containsExactly(2, 50, 2, 50);
  }

  @Test
  void beginsNoEpisodeThatIsNotPlayed() {
    CountingEnvironment environment = new CountingEnvironment(AutoresetMode.DISABLED, 2, 2);
    new Evaluator(environment, new RecordingNetwork()).evaluate(4, 0);
    assertThat(environment.seeds).containsExactly(0L, 1L, 2L, 3L);
    assertThat(
            new Evaluator(environment, new RecordingNetwork())
                .evaluate(4, 10, () -> false, () -> true))
        .isPresent();
    assertThat(environment.seeds).containsExactly(0L, 1L, 2L, 3L, 10L, 11L);
  }

  @Test
  void keepsTheEnvironmentsThatAreThereWhereMakingOthersTakesLong() {
    List<Integer> made = new ArrayList<>();
    Evaluator evaluator =
        Evaluator.of(
            DqnConfig.preset("default"),
            new RecordingNetwork(),
            new CountingEnvironment(AutoresetMode.SAME_STEP, 1),
            n -> {
              made.add(n);
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1100));
              return new CountingEnvironment(AutoresetMode.SAME_STEP, 2);
            });
    evaluator.evaluate(1, 0);
    assertThat(evaluator.evaluate(6, 0).lengths()).containsExactly(2, 2, 2, 2, 2, 2);
    assertThat(made).containsExactly(1);
  }

  private static final int ENDLESS = 1_000_000;

  private static Evaluator cuttingOffAfter(int steps, CountingEnvironment environment) {
    DqnConfig config = DqnConfig.preset("default").with("max_evaluation_episode_steps", steps);
    return Evaluator.on(environment, config, new RecordingNetwork());
  }

  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void cutsOffEpisodesThatDoNotEnd(AutoresetMode mode) {
    CountingEnvironment environment = new CountingEnvironment(mode, ENDLESS, ENDLESS);
    Evaluation evaluation = cuttingOffAfter(7, environment).evaluate(3, 11);
    assertThat(evaluation.lengths()).containsExactly(7, 7, 7);
    assertThat(evaluation.returns()).containsExactly(7.0, 7.0, 7.0);
    assertThat(evaluation.cutOff()).isEqualTo(3);
    assertThat(environment.seeds).startsWith(11L);
  }

  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void lendsNoStepsOfAnEpisodeThatWasCutOffToTheNextOne(AutoresetMode mode) {
    // Environment 0 goes on to its step 9 before its second episode can begin.
    CountingEnvironment environment = new CountingEnvironment(mode, 9, 2);
    Evaluation evaluation = cuttingOffAfter(5, environment).evaluate(9, 0);
    assertThat(evaluation.lengths()).containsExactly(5, 2, 5, 2, 5, 2, 5, 2, 5);
    assertThat(evaluation.cutOff()).isEqualTo(5);
  }

  @Test
  void holdsAnEpisodeToTheTimeLimitThatTheEnvironmentNames() {
    CountingEnvironment environment =
        new CountingEnvironment(AutoresetMode.SAME_STEP, ENDLESS).withTimeLimit(40);
    Evaluation evaluation = new Evaluator(environment, new RecordingNetwork()).evaluate(1, 0);
    assertThat(evaluation.lengths()).containsExactly(40);
    assertThat(cuttingOffAfter(50, environment).evaluate(1, 0).lengths()).containsExactly(40);
    assertThat(cuttingOffAfter(30, environment).evaluate(1, 0).lengths()).containsExactly(30);
  }

  @Test
  void endsEvenWithoutAnyLimit() {
    CountingEnvironment environment = new CountingEnvironment(AutoresetMode.SAME_STEP, ENDLESS);
    Evaluation evaluation = new Evaluator(environment, new RecordingNetwork()).evaluate(1, 0);
    assertThat(evaluation.lengths()).containsExactly(Evaluator.USUAL_EPISODE_STEPS);
    assertThat(evaluation.cutOff()).isEqualTo(1);
  }

  @Test
  void stopsBeforeTheNextStepWhenAsked() {
    CountingEnvironment environment = new CountingEnvironment(AutoresetMode.SAME_STEP, 2, 50);
    Evaluator evaluator = new Evaluator(environment, new RecordingNetwork());
    int[] asked = {0};
    assertThat(evaluator.evaluate(5, 0, () -> asked[0]++ == 4)).isEmpty();
    assertThat(environment.receivedActions).hasSize(4);
  }

  @Test
  void makesItsEnvironmentsWhenTheyAreNeededAndClosesThem() {
    List<CountingEnvironment> made = new ArrayList<>();
    CountingEnvironment training = new CountingEnvironment(AutoresetMode.SAME_STEP, 2);
    Evaluator evaluator =
        Evaluator.of(
            DqnConfig.preset("default"),
            new RecordingNetwork(),
            training,
            n -> {
              made.add(new CountingEnvironment(AutoresetMode.SAME_STEP, new int[n]));
              return made.get(0);
            });
    evaluator.close();
    assertThat(made).isEmpty();
    assertThatThrownBy(() -> evaluator.evaluate(0, 0))
        .hasMessage("episodes must be at least 1, got 0");
    assertThat(made).isEmpty();
    assertThat(evaluator.evaluate(3, 0, () -> true)).isEmpty();
    assertThat(made).singleElement().satisfies(it -> assertThat(it.numEnvs()).isEqualTo(3));
    evaluator.close();
    assertThat(made.get(0).closed).isTrue();
    assertThat(training.closed).isFalse();
    assertThat(training.seeds).isEmpty();
  }

  @Test
  void makesOthersWhereAnotherNumberOfEpisodesAsksForThemWhateverWasPlayedBefore() {
    List<CountingEnvironment> made = new ArrayList<>();
    Evaluator evaluator =
        Evaluator.of(
            DqnConfig.preset("default"),
            new RecordingNetwork(),
            new CountingEnvironment(AutoresetMode.SAME_STEP, 1),
            n -> {
              int[] lengths = new int[n];
              Arrays.fill(lengths, 2);
              made.add(new CountingEnvironment(AutoresetMode.SAME_STEP, lengths));
              return made.get(made.size() - 1);
            });
    evaluator.evaluate(50, 1);
    evaluator.evaluate(50, 2);
    evaluator.evaluate(100, 3);
    assertThat(made).extracting(CountingEnvironment::numEnvs).containsExactly(17, 20);
    assertThat(made.get(0).closed).isTrue();
    assertThat(made.get(1).seeds).containsExactly(3L);
  }

  @Test
  void sharesTheTrainingEnvironmentAndLeavesItOpen() {
    CountingEnvironment training = new CountingEnvironment(AutoresetMode.SAME_STEP, 2);
    DqnConfig config = DqnConfig.preset("default").with("evaluation_envs", "shared");
    try (Evaluator evaluator =
        Evaluator.of(
            config,
            new RecordingNetwork(),
            training,
            n -> {
              throw new AssertionError("one robot is all there is");
            })) {
      assertThat(evaluator.evaluate(3, 0).lengths()).containsExactly(2, 2, 2);
    }
    assertThat(training.closed).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "auto,1,1",
    "auto,10,10",
    "auto,20,20",
    "auto,21,11",
    "auto,50,17",
    "auto,100,20",
    "1,50,1",
    "8,50,8",
    "8,3,3"
  })
  void makesNoMoreEnvironmentsThanItsRoundsOfEpisodesNeed(String envs, int episodes, int made) {
    assertThat(EvaluationEnvs.parse(envs).forEpisodes(episodes)).isEqualTo(made);
  }

  @Test
  void summarisesItsEpisodes() {
    Evaluation evaluation = new Evaluation(List.of(1.0, 2.0, 6.0), List.of(10, 20, 60));
    assertThat(evaluation.mean()).isEqualTo(3.0);
    assertThat(evaluation.std()).isCloseTo(Math.sqrt(14.0 / 3), within(1e-12));
    assertThat(evaluation.min()).isEqualTo(1.0);
    assertThat(evaluation.max()).isEqualTo(6.0);
    assertThat(evaluation.meanLength()).isEqualTo(30.0);
  }
}
