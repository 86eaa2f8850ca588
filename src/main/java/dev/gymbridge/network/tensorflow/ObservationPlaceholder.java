package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.OneHot;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Where n observations, n left open, enter the graph.
 *
 * @param fed what a tensor of them is fed to: float32 or uint8, [n, dimensions of an observation],
 *     or as {@link #asItComes} says
 * @param floats what the layers see, [n, observationSize]; bytes from 0 to 255 scaled to [0, 1]
 */
record ObservationPlaceholder(Operand<? extends TType> fed, Operand<TFloat32> floats) {
  private static final float UNIT = 1 / 255f;

  /**
   * Adds the placeholder to the graph.
   *
   * @param tf that names it
   */
  static ObservationPlaceholder of(Ops tf, ObservationShape observation) {
    if (!observation.isBytes()) {
      Placeholder<TFloat32> fed =
          tf.placeholder(TFloat32.class, Placeholder.shape(rows(observation.dimensions())));
      return new ObservationPlaceholder(fed, flat(tf, fed, observation));
    }
    Placeholder<TUint8> fed =
        tf.placeholder(TUint8.class, Placeholder.shape(rows(observation.dimensions())));
    Operand<TFloat32> floats = tf.dtypes.cast(fed, TFloat32.class);
    if (observation.element() == ObservationShape.Element.UINT8) {
      floats = tf.math.mul(floats, tf.constant(UNIT));
    }
    return new ObservationPlaceholder(fed, flat(tf, floats, observation));
  }

  /** Likewise, for observations as they come: whole numbers, int64, in place of a row of floats. */
  static ObservationPlaceholder asItComes(Ops tf, ObservationShape observation) {
    OneHot oneHot = observation.oneHot();
    if (oneHot == null) {
      return of(tf, observation);
    }
    Placeholder<TInt64> fed =
        tf.placeholder(TInt64.class, Placeholder.shape(rows(oneHot.dimensions())));
    Operand<TInt64> numbers = tf.reshape(fed, tf.constant(new int[] {-1, oneHot.shifts().size()}));
    long[] shifts = oneHot.shifts().stream().mapToLong(Long::longValue).toArray();
    Operand<TFloat32> each =
        tf.oneHot(
            tf.math.add(numbers, tf.constant(shifts)),
            tf.constant(observation.size()),
            tf.constant(1f),
            tf.constant(0f));
    return new ObservationPlaceholder(fed, tf.reduceSum(each, tf.constant(1)));
  }

  private static Shape rows(List<Integer> dimensions) {
    return Shape.of(dimensions.stream().mapToLong(Integer::longValue).toArray())
        .prepend(Shape.UNKNOWN_SIZE);
  }

  private static Operand<TFloat32> flat(
      Ops tf, Operand<TFloat32> rows, ObservationShape observation) {
    return observation.dimensions().size() == 1
        ? rows
        : tf.reshape(rows, tf.constant(new int[] {-1, observation.size()}));
  }
}
