package dev.gymbridge.network.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gymbridge.network.HeadConfig;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.OptimizerConfig;
import dev.gymbridge.replay.Batch;
import org.junit.jupiter.api.Test;

/**
 * Steps of one weight against the optimisers' equations in plain doubles.
 *
 * <p>The network is a bias alone: the observation is 0, there is one action, and the episode has
 * ended. With the square loss the gradient by the bias is 2 * (bias - reward).
 */
class OptimizersTest {
  private static final double RATE = 0.1;
  private static final float[] REWARDS = {3, -2, 5, 5, 0, 1};

  private static double[] biases(OptimizerConfig optimizer) {
    NetworkConfig config =
        NetworkConfig.of(ObservationShape.flat(1), 1)
            .withHiddenSizes()
            .withHead(new HeadConfig.Expected(HeadConfig.Loss.MSE, 1))
            .withOptimizer(optimizer);
    double[] biases = new double[REWARDS.length + 1];
    try (TensorFlowQNetwork network = TensorFlowQNetwork.create(config)) {
      Batch batch = new Batch(1, 1);
      float[] value = new float[1];
      for (int i = 0; i <= REWARDS.length; i++) {
        network.actionValues(batch.observations(), 1, value);
        biases[i] = value[0];
        if (i < REWARDS.length) {
          batch.rewards()[0] = REWARDS[i];
          network.update(batch, 1, RATE);
        }
      }
    }
    return biases;
  }

  @Test
  void adamFollowsItsEquations() {
    assertFollows(biases(new OptimizerConfig.Adam(1e-3)), 1e-3, 0);
  }

  @Test
  void adamWTakesItsShareOfEachWeightAwayBesides() {
    assertFollows(biases(new OptimizerConfig.AdamW(1e-3, 0.5)), 1e-3, 0.5);
  }

  private static void assertFollows(double[] biases, double epsilon, double weightDecay) {
    double weight = biases[0];
    double mean = 0;
    double square = 0;
    for (int i = 0; i < REWARDS.length; i++) {
      double gradient = 2 * (weight - REWARDS[i]);
      weight -= RATE * weightDecay * weight;
      mean = 0.9 * mean + 0.1 * gradient;
      square = 0.999 * square + 0.001 * gradient * gradient;
      double first = mean / (1 - Math.pow(0.9, i + 1));
      double second = square / (1 - Math.pow(0.999, i + 1));
      weight -= RATE * first / (Math.sqrt(second) + epsilon);
      assertThat(biases[i + 1]).isCloseTo(weight, within(1e-5));
    }
  }

  @Test
  void rmsPropDividesByTheCentredSecondMoment() {
    double[] biases = biases(new OptimizerConfig.RmsProp(0.9, 0.01));
    double weight = biases[0];
    double mean = 0;
    double square = 0;
    for (int i = 0; i < REWARDS.length; i++) {
      double gradient = 2 * (weight - REWARDS[i]);
      mean = 0.9 * mean + 0.1 * gradient;
      square = 0.9 * square + 0.1 * gradient * gradient;
      weight -= RATE * gradient / Math.sqrt(square - mean * mean + 0.01);
      assertThat(biases[i + 1]).isCloseTo(weight, within(1e-5));
    }
  }
}
