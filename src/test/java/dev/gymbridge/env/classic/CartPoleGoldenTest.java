package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.NdArray;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The native CartPole against episodes that Gymnasium 1.4.0 played with NumPy 2.4.6 and glibc 2.36.
 *
 * <p>All is compared to the bit, the observations too: the tolerance is zero because both sides are
 * fixed, the file by being committed and Java by using plain IEEE arithmetic alone, also for sine
 * and cosine ({@link Trigonometry}). A file made anew with another C library may differ from it in
 * the last bit of a sine at one angle in a few hundred; one long episode in some thousands then
 * shows it in float32.
 */
final class CartPoleGoldenTest {
  static List<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @Test
  void thereAreCasesOfAllKinds() {
    List<GoldenCase.Episode> episodes =
        cases().stream().flatMap(golden -> golden.episodes().stream()).toList();
    assertThat(cases().stream().map(GoldenCase::seed).distinct().count()).isGreaterThan(200);
    assertThat(cases()).anyMatch(GoldenCase::suttonBartoReward);
    assertThat(episodes).anyMatch(episode -> episode.length() == 500 && episode.truncated());
    assertThat(episodes).anyMatch(episode -> episode.terminated() && episode.truncated());
    assertThat(episodes).anyMatch(episode -> episode.terminated() && episode.length() > 100);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void playsTheEpisodesOfGymnasium(GoldenCase golden) {
    try (EnvironmentSource source = new NativeEnvironments();
        Environment environment = source.make(golden.environmentOptions())) {
      OptionalLong seed = OptionalLong.of(golden.unsignedSeed());
      for (GoldenCase.Episode episode : golden.episodes()) {
        ResetResult start = environment.reset(new ResetOptions(seed, golden.options()));
        seed = OptionalLong.empty();
        double[] state = episode.firstState();
        assertThat(start.observation())
            .isEqualTo(
                NdArray.of(
                    new float[] {
                      (float) state[0], (float) state[1], (float) state[2], (float) state[3]
                    },
                    4));
        play(environment, episode, golden.suttonBartoReward());
      }
    }
  }

  private static void play(
      Environment environment, GoldenCase.Episode episode, boolean suttonBartoReward) {
    CRC32 checksum = new CRC32();
    double episodeReturn = 0;
    int step = 0;
    for (int action : episode.actionOfEachStep()) {
      step++;
      StepResult result = environment.step(action);
      boolean last = step == episode.length();
      episodeReturn += result.reward();
      assertThat(result.reward())
          .isEqualTo(last ? episode.lastReward() : suttonBartoReward ? 0.0 : 1.0);
      assertThat(result.terminated()).isEqualTo(last && episode.terminated());
      assertThat(result.truncated()).isEqualTo(last && episode.truncated());
      float[] expected = episode.observation(step);
      if (expected != null) {
        assertThat(((NdArray) result.observation()).toFloats())
            .as("observation after step %d", step)
            .containsExactly(expected);
      }
      checksum.update(((NdArray) result.observation()).bytes());
    }
    assertThat(checksum.getValue()).as("CRC-32 of all observations").isEqualTo(episode.crc());
    assertThat(episodeReturn).isEqualTo(episode.episodeReturn());
  }

  @Test
  void firstStatesAreEqualToTheBitOverConsecutiveResets() {
    for (GoldenCase golden : cases()) {
      NumPyRandom random = NumPyRandom.seeded(golden.unsignedSeed());
      ResetBounds bounds = CartPole.TASK.resetBounds().with(golden.options());
      double[] state = new double[4];
      for (GoldenCase.Episode episode : golden.episodes()) {
        random.uniform(bounds.low(), bounds.high(), state, 0, 4);
        assertThat(state).as("%s", golden).containsExactly(episode.firstState());
      }
    }
  }
}
