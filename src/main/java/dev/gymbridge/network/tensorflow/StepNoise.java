package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.tensorflow.layer.Noise;
import dev.gymbridge.network.tensorflow.layer.Pass;
import org.jspecify.annotations.Nullable;
import org.tensorflow.op.Ops;

/**
 * The draws of the gradient steps of one run, each pass of a step with its own.
 *
 * @param source null for a network without noise
 */
record StepNoise(@Nullable NoiseSource source) {
  /** The passes of a step that draw noise. */
  enum Of {
    /** The online network at the observations. */
    ONLINE(0),
    /** The target network at the next observations. */
    TARGET(1),
    /** The online network at the next observations, for double DQN. */
    OPINION(2),
    /** The target network at the observations, for Munchausen. */
    HERE(3);

    private final int number;

    Of(int number) {
      this.number = number;
    }
  }

  /** Draws that one step is given. */
  static final int DRAWS = Of.values().length;

  Pass pass(Ops tf, int step, Of of) {
    Noise noise = source == null ? null : source.draw(tf, step * DRAWS + of.number);
    return new Pass(tf, noise);
  }
}
