package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.NdArray;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The native Acrobot and MountainCar against episodes that Gymnasium 1.4.0 played with NumPy 2.4.6
 * and glibc 2.36.
 *
 * <p>All observations of MountainCar are equal to the bit. Acrobot's are over 150 steps, then its
 * motion has magnified the last bit of a square (see {@link Acrobot}) in some episodes; 369 of 400
 * stay equal to the bit to their end. Its first observation may be off by the last bit, for there
 * Gymnasium takes sines in float32.
 */
final class TaskGoldenTest {
  private static final int EQUAL_STEPS = 150;
  private static final List<TaskGoldenCase> ACROBOT = TaskGoldenCase.of("acrobot");
  private static final List<TaskGoldenCase> MOUNTAIN_CAR = TaskGoldenCase.of("mountain-car");

  static List<TaskGoldenCase> acrobot() {
    return ACROBOT;
  }

  static List<TaskGoldenCase> mountainCar() {
    return MOUNTAIN_CAR;
  }

  @Test
  void thereAreCasesOfAllKinds() {
    for (List<TaskGoldenCase> cases : List.of(ACROBOT, MOUNTAIN_CAR)) {
      List<TaskGoldenCase.Episode> episodes =
          cases.stream().flatMap(golden -> golden.episodes().stream()).toList();
      assertThat(episodes).hasSize(400);
      assertThat(episodes).anyMatch(episode -> episode.terminated() && !episode.truncated());
      assertThat(episodes).anyMatch(episode -> episode.truncated() && !episode.terminated());
      assertThat(cases).anyMatch(golden -> golden.options() != null);
    }
    assertThat(MOUNTAIN_CAR).anyMatch(golden -> !golden.arguments().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("mountainCar")
  void mountainCarPlaysTheEpisodesOfGymnasiumToTheBit(TaskGoldenCase golden) {
    assertThat(play("MountainCar-v0", golden, Integer.MAX_VALUE))
        .isEqualTo(golden.episodes().size());
  }

  @ParameterizedTest
  @MethodSource("acrobot")
  void acrobotPlaysTheEpisodesOfGymnasium(TaskGoldenCase golden) {
    play("Acrobot-v1", golden, EQUAL_STEPS);
  }

  @Test
  void nearlyAllEpisodesOfAcrobotAreEqualToTheBitToTheirEnd() {
    int equal = ACROBOT.stream().mapToInt(golden -> play("Acrobot-v1", golden, EQUAL_STEPS)).sum();
    assertThat(equal).isEqualTo(369);
  }

  /** Returns how many episodes had equal observations to the bit at every step. */
  private static int play(String id, TaskGoldenCase golden, int equalSteps) {
    int equal = 0;
    try (EnvironmentSource source = new NativeEnvironments();
        Environment environment = source.make(golden.environmentOptions(id))) {
      OptionalLong seed = OptionalLong.of(golden.seed());
      for (TaskGoldenCase.Episode episode : golden.episodes()) {
        ResetOptions options = new ResetOptions(seed, golden.options());
        float[] first = ((NdArray) environment.reset(options).observation()).toFloats();
        seed = OptionalLong.empty();
        float[] expected = TaskGoldenCase.floats(episode.first());
        for (int i = 0; i < first.length; i++) {
          assertThat(Math.abs(first[i] - expected[i])).isLessThanOrEqualTo(Math.ulp(expected[i]));
        }
        equal += play(environment, episode, equalSteps) ? 1 : 0;
      }
    }
    return equal;
  }

  private static boolean play(
      Environment environment, TaskGoldenCase.Episode episode, int equalSteps) {
    CRC32 checksum = new CRC32();
    double episodeReturn = 0;
    Map<Integer, String> shown = episode.observations();
    int length = episode.actions().length();
    for (int step = 1; step <= length; step++) {
      StepResult result = environment.step(episode.actions().charAt(step - 1) - '0');
      NdArray observation = (NdArray) result.observation();
      episodeReturn += result.reward();
      checksum.update(observation.bytes());
      if (shown.containsKey(step) && step <= equalSteps) {
        assertThat(observation.toFloats())
            .as("observation after step %d", step)
            .containsExactly(TaskGoldenCase.floats(shown.get(step)));
      }
      boolean last = step == length;
      assertThat(result.terminated()).isEqualTo(last && episode.terminated());
      assertThat(result.truncated()).isEqualTo(last && episode.truncated());
    }
    assertThat(episodeReturn).isEqualTo(episode.episodeReturn());
    return checksum.getValue() == episode.crc();
  }
}
