package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.replay.Observations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutTest {
  private static Rollout rollout(CountingEnvironment environment) {
    return new Rollout(environment, NanPolicy.FAIL, /* bytes= */ false);
  }

  /** Transitions of each environment, as "episode.step>episode.step" with T or U at an end. */
  private static List<List<String>> play(AutoresetMode mode, int steps, int... lengths) {
    return play(rollout(new CountingEnvironment(mode, lengths)), steps, lengths);
  }

  private static List<List<String>> play(Rollout rollout, int steps, int... lengths) {
    List<List<String>> transitions = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      transitions.add(new ArrayList<>());
    }
    rollout.begin(i -> i);
    for (int t = 0; t < steps; t++) {
      rollout.send(new int[lengths.length]);
      rollout.receive();
      for (int i = 0; i < lengths.length; i++) {
        if (rollout.isTransition(i)) {
          transitions
              .get(i)
              .add(
                  text(rollout.observations(), i)
                      + ">"
                      + text(rollout.nextObservations(), i)
                      + (rollout.terminated(i) ? "T" : "")
                      + (rollout.truncated(i) ? "U" : "")
                      + (rollout.ended(i)
                          ? "=%.0f/%d".formatted(rollout.episodeReturn(i), rollout.episodeLength(i))
                          : ""));
        }
      }
      rollout.advance();
    }
    return transitions;
  }

  private static String text(Observations observations, int i) {
    float[] numbers = observations.floats();
    return (int) numbers[2 * i] + "." + (int) numbers[2 * i + 1];
  }

  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void givesTheSameTransitionsInEveryAutoresetMode(AutoresetMode mode) {
    List<List<String>> transitions = play(mode, 10, 2, 3);
    assertThat(transitions.get(0))
        .startsWith("0.0>0.1", "0.1>0.2T=2/2", "1.0>1.1", "1.1>1.2T=2/2", "2.0>2.1");
    assertThat(transitions.get(1))
        .startsWith("0.0>0.1", "0.1>0.2", "0.2>0.3U=3/3", "1.0>1.1", "1.1>1.2", "1.2>1.3U=3/3");
  }

  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void joinsNothingAcrossAnInterruption(AutoresetMode mode) {
    Rollout rollout = rollout(new CountingEnvironment(mode, 4, 9).losing(2, 0));
    List<String> told = new ArrayList<>();
    rollout.onDropped((reason, episodes) -> told.add(episodes + ": " + reason));

    List<List<String>> transitions = play(rollout, 7, 4, 9);

    // What was begun in place of the lost one is begun again where each episode has its own seed.
    String e = mode == AutoresetMode.DISABLED ? "2" : "1";
    assertThat(transitions.get(0))
        .startsWith("0.0>0.1", "0.1>0.2", e + ".0>" + e + ".1")
        .hasSize(6)
        .endsWith(e + ".2>" + e + ".3", e + ".3>" + e + ".4T=4/4");
    assertThat(transitions.get(1)).hasSize(7);
    assertThat(told).containsExactly("1: b:2 is gone");
  }

  @Test
  void dropsNoEpisodeThatHadEndedWhenItsServerIsLostInTheResetOfNextStep() {
    CountingEnvironment environment =
        new CountingEnvironment(AutoresetMode.NEXT_STEP, 2, 9).losing(2, 0);
    Rollout rollout = rollout(environment);
    List<Integer> dropped = new ArrayList<>();
    rollout.onDropped((reason, episodes) -> dropped.add(episodes));

    List<List<String>> transitions = play(rollout, 5, 2, 9);

    assertThat(transitions.get(0))
        .containsExactly("0.0>0.1", "0.1>0.2T=2/2", "1.0>1.1", "1.1>1.2T=2/2");
    assertThat(dropped).containsExactly(0);
  }

  @Test
  void countsTheResetOfNextStepAsNoTransition() {
    assertThat(play(AutoresetMode.NEXT_STEP, 9, 2).get(0)).hasSize(6);
    assertThat(play(AutoresetMode.SAME_STEP, 9, 2).get(0)).hasSize(9);
  }

  @Test
  void beginsEachEpisodeWithASeedOfItsOwn() {
    CountingEnvironment environment =
        new CountingEnvironment(AutoresetMode.DISABLED, 2, 3).losing(4, 1);
    Rollout rollout = rollout(environment);
    long[] next = {100};
    rollout.begin(i -> next[0]++);
    List<Long> ended = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      rollout.send(new int[2]);
      rollout.receive();
      for (int i = 0; i < 2; i++) {
        if (rollout.ended(i)) {
          ended.add(rollout.episodeSeed(i));
        }
      }
      rollout.advance();
    }
    // The episode of seed 103 was lost.
    assertThat(ended).containsExactly(100L, 101L, 102L, 104L, 106L, 105L);
    assertThat(environment.seeds).startsWith(100L, 101L, 102L, 103L, 104L, 105L);
  }

  @Test
  void knowsNoSeedOfEpisodesThatBeginByThemselves() {
    Rollout rollout = rollout(new CountingEnvironment(AutoresetMode.SAME_STEP, 1, 9));
    rollout.begin(i -> 7);
    assertThat(rollout.episodeSeed(1)).isEqualTo(8);
    rollout.send(new int[2]);
    rollout.receive();
    assertThat(rollout.episodeSeed(0)).isEqualTo(7);
    rollout.advance();
    assertThat(rollout.episodeSeed(0)).isEqualTo(EpisodeLog.UNKNOWN_SEED);
    assertThat(rollout.episodeSeed(1)).isEqualTo(8);
  }

  @Test
  void namesTheNumberThatIsNotFinite() {
    Rollout rollout =
        rollout(new CountingEnvironment(AutoresetMode.SAME_STEP, 9, 9).rewarding(2, Double.NaN));
    assertThatThrownBy(() -> play(rollout, 9, 9, 9))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageStartingWith(
            "the reward of Counting-v0 is NaN at env step 5 (environment 0 of 2): ")
        .hasMessageEndingWith(
            "set nan to \"skip\" to leave out such transitions (a run that goes on may, too)");
    Rollout single =
        rollout(new CountingEnvironment(AutoresetMode.SAME_STEP, 9).observing(2, 1f / 0));
    assertThatThrownBy(() -> play(single, 9, 9))
        .hasMessageStartingWith(
            "element 1 of the observation of Counting-v0 is Infinity (as a float32, which a"
                + " network takes) at env step 3: ");
  }

  @ParameterizedTest
  @EnumSource(AutoresetMode.class)
  void leavesOutBothTransitionsOfAnObservationThatIsNotFinite(AutoresetMode mode) {
    CountingEnvironment environment = new CountingEnvironment(mode, 9).observing(2, Float.NaN);
    Rollout rollout = new Rollout(environment, NanPolicy.SKIP, /* bytes= */ false);
    assertThat(learnable(rollout, 5)).containsExactly(true, true, false, false, true);
    assertThat(rollout.skipped()).isEqualTo(2);
    assertThat(rollout.episodeLength(0)).isEqualTo(5);
  }

  @Test
  void leavesARewardThatIsNotFiniteOutOfTheReturn() {
    CountingEnvironment environment =
        new CountingEnvironment(AutoresetMode.SAME_STEP, 9).rewarding(2, Double.NaN);
    Rollout rollout = new Rollout(environment, NanPolicy.SKIP, /* bytes= */ false);
    assertThat(learnable(rollout, 5)).containsExactly(true, true, false, true, true);
    assertThat(rollout.episodeReturn(0)).isEqualTo(4);
  }

  private static List<Boolean> learnable(Rollout rollout, int steps) {
    List<Boolean> learnable = new ArrayList<>();
    rollout.begin(i -> i);
    for (int t = 0; t < steps; t++) {
      rollout.send(new int[1]);
      rollout.receive();
      learnable.add(rollout.isLearnable(0));
      rollout.advance();
    }
    return learnable;
  }

  @Test
  void countsActionsFromTheStartOfTheSpace() {
    CountingEnvironment environment = new CountingEnvironment(AutoresetMode.SAME_STEP, 9, 9);
    Rollout rollout = rollout(environment);
    rollout.begin(i -> i);
    rollout.send(new int[] {0, 2});
    assertThat(environment.receivedActions.get(0)).containsExactly(5, 7);
  }

  @Test
  void handsPicturesOnAsBytes() {
    byte[] picture = {0, 127, -128, -1};
    Box space =
        new Box(NdArray.of(new byte[4], 2, 2), NdArray.of(new byte[] {-1, -1, -1, -1}, 2, 2));
    ObservationFlattener flattener = new ObservationFlattener(space, /* bytes= */ true);
    Observations rows = flattener.allocate(2);
    flattener.flatten(NdArray.of(picture, 1, 2, 2), 1, rows);
    assertThat(rows.bytes()).containsExactly(0, 127, -128, -1, 0, 0, 0, 0);
    ObservationFlattener floats = new ObservationFlattener(space, /* bytes= */ false);
    Observations numbers = floats.allocate(1);
    floats.flatten(NdArray.of(picture, 1, 2, 2), 1, numbers);
    assertThat(numbers.floats()).containsExactly(0, 127, 128, 255);
  }

  @Test
  void refusesContinuousActions() {
    Box torque = new Box(NdArray.of(new float[] {-2}, 1), NdArray.of(new float[] {2}, 1));
    assertThatThrownBy(() -> SpaceCheck.requireLearnable("Pendulum-v1", torque, torque))
        .isInstanceOf(UnsupportedEnvironmentException.class)
        .hasMessageStartingWith("Pendulum-v1 has the action space Box(")
        .hasMessageContaining("DQN needs a Discrete one");
  }

  @Test
  void refusesObservationsThatDifferInSize() {
    Sequence words = new Sequence(new Discrete(3), false);
    assertThatThrownBy(() -> SpaceCheck.requireLearnable("Words-v0", words, new Discrete(2)))
        .isInstanceOf(UnsupportedEnvironmentException.class)
        .hasMessageContaining("whose observations differ in size");
  }
}
