package dev.gymbridge.network.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Split;
import org.tensorflow.types.TFloat32;

/**
 * Some transitions in the graph.
 *
 * @param observations [n, observationSize]
 * @param taken [n, actions]: 1 for the action that was taken, else 0
 * @param rewards [n]
 * @param nextObservations [n, observationSize]
 * @param discounts [n]
 * @param weights [n], each divided by the transitions of its gradient step
 */
record Transitions(
    Operand<TFloat32> observations,
    Operand<TFloat32> taken,
    Operand<TFloat32> rewards,
    Operand<TFloat32> nextObservations,
    Operand<TFloat32> discounts,
    Operand<TFloat32> weights) {
  /** Equal parts, in order. */
  List<Transitions> cut(Ops tf, int count) {
    List<Operand<TFloat32>> observationParts = cut(tf, observations, count);
    List<Operand<TFloat32>> takenParts = cut(tf, taken, count);
    List<Operand<TFloat32>> rewardParts = cut(tf, rewards, count);
    List<Operand<TFloat32>> nextParts = cut(tf, nextObservations, count);
    List<Operand<TFloat32>> discountParts = cut(tf, discounts, count);
    List<Operand<TFloat32>> weightParts = cut(tf, weights, count);
    List<Transitions> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(
          new Transitions(
              observationParts.get(i),
              takenParts.get(i),
              rewardParts.get(i),
              nextParts.get(i),
              discountParts.get(i),
              weightParts.get(i)));
    }
    return parts;
  }

  /** Equal parts of [count * n, ...] along the first dimension. */
  static List<Operand<TFloat32>> cut(Ops tf, Operand<TFloat32> whole, int count) {
    if (count == 1) {
      return List.of(whole);
    }
    Split<TFloat32> split = tf.split(tf.constant(0), whole, (long) count);
    return new ArrayList<>(split.output());
  }
}
