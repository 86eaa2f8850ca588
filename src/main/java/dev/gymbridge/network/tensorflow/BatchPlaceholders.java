package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.tensorflow.head.Greedy;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Where a batch of n transitions, n left open, enters the graph. */
final class BatchPlaceholders {
  private final ObservationPlaceholder observations;
  private final Placeholder<TInt32> actions;
  private final Placeholder<TFloat32> rewards;
  private final ObservationPlaceholder nextObservations;
  private final Placeholder<TFloat32> discounts;
  private final Placeholder<TFloat32> weights;
  private final Placeholder<TFloat32> learningRate;

  BatchPlaceholders(Ops graph, ObservationShape observation) {
    Ops tf = graph.withSubScope("batch");
    Shape vector = Shape.of(Shape.UNKNOWN_SIZE);
    observations = ObservationPlaceholder.of(tf.withName("observations"), observation);
    actions = tf.withName("actions").placeholder(TInt32.class, Placeholder.shape(vector));
    rewards = floats(tf, "rewards", vector);
    nextObservations = ObservationPlaceholder.of(tf.withName("next_observations"), observation);
    discounts = floats(tf, "discounts", vector);
    weights = floats(tf, "weights", vector);
    learningRate = floats(tf, "learning_rate", Shape.scalar());
  }

  private static Placeholder<TFloat32> floats(Ops tf, String name, Shape shape) {
    return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  /** The transitions as the layers and heads see them. */
  Transitions transitions(Ops tf, int actionCount) {
    return new Transitions(
        observations.floats(),
        Greedy.of(tf, actions, actionCount),
        rewards,
        nextObservations.floats(),
        discounts,
        weights);
  }

  /** [n, dimensions of an observation]. */
  ObservationPlaceholder observations() {
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

  /** [n, dimensions of an observation]. */
  ObservationPlaceholder nextObservations() {
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
