package dev.gymbridge.network.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Fully connected layers with ReLU between them. */
final class Perceptron {
  private Perceptron() {}

  /**
   * The action values of observations.
   *
   * @param weights kernel and bias of each layer in turn
   * @param observations [n, observationSize]
   * @return [n, actions]
   */
  static Operand<TFloat32> actionValues(
      Ops tf, List<Operand<TFloat32>> weights, Operand<TFloat32> observations) {
    Operand<TFloat32> values = observations;
    for (int i = 0; i < weights.size(); i += 2) {
      values = tf.nn.biasAdd(tf.linalg.matMul(values, weights.get(i)), weights.get(i + 1));
      if (i + 2 < weights.size()) {
        values = tf.nn.relu(values);
      }
    }
    return values;
  }
}
