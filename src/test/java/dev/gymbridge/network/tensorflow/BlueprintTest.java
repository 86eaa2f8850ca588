package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.network.NetworkConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlueprintTest {
  private static List<float[]> initialWeights(long seed) {
    NetworkConfig config = Configs.of(16, 3, List.of(100, 64), false, 1, 1, 1e-8, seed);
    return Blueprint.of(config).initialWeights(seed);
  }

  @Test
  void initialWeightsFillTheRangeThatTheInputsOfTheLayerAllow() {
    List<float[]> weights = initialWeights(1);
    int[] inputs = {16, 16, 100, 100, 64, 64};
    int[] sizes = {1600, 100, 6400, 64, 192, 3};
    assertThat(weights).hasSize(6);
    for (int array = 0; array < 6; array++) {
      float bound = (float) (1 / Math.sqrt(inputs[array]));
      assertThat(weights.get(array)).hasSize(sizes[array]);
      double squares = 0;
      for (float weight : weights.get(array)) {
        assertThat(weight).isBetween(-bound, bound);
        squares += weight * weight;
      }
      if (sizes[array] > 1000) {
        // The variance of a uniform distribution.
        assertThat(squares / sizes[array])
            .isCloseTo(bound * bound / 3, within(bound * bound / 30.));
      }
    }
  }

  @Test
  void initialWeightsAreTheSameForTheSameSeedAndOthersForAnother() {
    assertThat(initialWeights(7).get(2)).isEqualTo(initialWeights(7).get(2));
    assertThat(initialWeights(7).get(2)).isNotEqualTo(initialWeights(8).get(2));
  }

  @Test
  void initialWeightsAreFrozenForASeed() {
    // Old checkpoints and published runs name their seed: the numbers behind it must not move.
    float[] first = initialWeights(0).get(0);
    assertThat(first).startsWith(0.1916554f, -0.034236014f, -0.23678312f);
  }
}
