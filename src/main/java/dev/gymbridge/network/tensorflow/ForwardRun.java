package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.replay.Observations;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** The action values of exactly n observations, with the input tensor and the runner kept. */
final class ForwardRun implements AutoCloseable {
  private final int n;
  private final @Nullable NoiseSource noise;
  private final ObservationTensor observations;
  private final Session.Runner runner;

  /**
   * Allocates the input.
   *
   * @param noise that the action values are computed with; null for none
   */
  ForwardRun(
      Session session,
      Operand<? extends TType> placeholder,
      Operand<TFloat32> actionValues,
      @Nullable NoiseSource noise,
      ObservationShape observation,
      int n) {
    this.n = n;
    this.noise = noise;
    observations = new ObservationTensor(observation, n);
    runner = session.runner().feed(placeholder, observations.tensor()).fetch(actionValues);
    if (noise != null) {
      noise.feed(runner);
    }
  }

  boolean fits(int wantedN, boolean noisy) {
    return n == wantedN && (noise != null) == noisy;
  }

  /**
   * Runs the graph.
   *
   * @param source of which the first n rows are read
   * @param values receives [n, actions]
   * @param count n * actions
   */
  void run(Observations source, float[] values, int count) {
    observations.fill(source, 0);
    if (noise != null) {
      noise.advance(1);
    }
    try (Result result = runner.run()) {
      ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values, 0, count);
    }
  }

  @Override
  public void close() {
    observations.close();
  }
}
