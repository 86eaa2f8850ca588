package dev.gymbridge.network.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The action values of exactly n observations, with the input tensor and the runner kept. */
final class ForwardRun implements AutoCloseable {
  private final int n;
  private final InputTensor observations;
  private final Session.Runner runner;

  ForwardRun(
      Session session,
      Placeholder<TFloat32> placeholder,
      Operand<TFloat32> actionValues,
      int n,
      int observationSize) {
    this.n = n;
    observations = new InputTensor(Shape.of(n, observationSize));
    runner = session.runner().feed(placeholder, observations.tensor()).fetch(actionValues);
  }

  int n() {
    return n;
  }

  /**
   * Runs the graph.
   *
   * @param source [n, observationSize]
   * @param values receives [n, actions]
   * @param count n * actions
   */
  void run(float[] source, float[] values, int count) {
    observations.fill(source, 0);
    try (Result result = runner.run()) {
      ((TFloat32) result.get(0)).asRawTensor().data().asFloats().read(values, 0, count);
    }
  }

  @Override
  public void close() {
    observations.close();
  }
}
