package dev.gymbridge.network.tensorflow;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Where a batch of n transitions, n left open, enters the graph. */
final class BatchPlaceholders {
  private final Placeholder<TFloat32> observations;
  private final Placeholder<TInt32> actions;
  private final Placeholder<TFloat32> rewards;
  private final Placeholder<TFloat32> nextObservations;
  private final Placeholder<TFloat32> discounts;
  private final Placeholder<TFloat32> weights;
  private final Placeholder<TFloat32> learningRate;

  BatchPlaceholders(Ops graph, int observationSize) {
    Ops tf = graph.withSubScope("batch");
    Shape rows = Shape.of(Shape.UNKNOWN_SIZE, observationSize);
    Shape vector = Shape.of(Shape.UNKNOWN_SIZE);
    observations = floats(tf, "observations", rows);
    actions = tf.withName("actions").placeholder(TInt32.class, Placeholder.shape(vector));
    rewards = floats(tf, "rewards", vector);
    nextObservations = floats(tf, "next_observations", rows);
    discounts = floats(tf, "discounts", vector);
    weights = floats(tf, "weights", vector);
    learningRate = floats(tf, "learning_rate", Shape.scalar());
  }

  private static Placeholder<TFloat32> floats(Ops tf, String name, Shape shape) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  /** [n, observationSize]. */
  Placeholder<TFloat32> observations() {
    return observations;
  }

  /** [n]. */
  Placeholder<TInt32> actions() {
    return actions;
  }

  /** [n]. */
  Placeholder<TFloat32> rewards() {
    return rewards;
  }

  /** [n, observationSize]. */
  Placeholder<TFloat32> nextObservations() {
    return nextObservations;
  }

  /** [n]. */
  Placeholder<TFloat32> discounts() {
    return discounts;
  }

  /** [n], each divided by the transitions of its gradient step. */
  Placeholder<TFloat32> weights() {
    return weights;
  }

  /** A scalar. */
  Placeholder<TFloat32> learningRate() {
    return learningRate;
  }
}
