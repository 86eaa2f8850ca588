package dev.gymbridge.network.tensorflow.head;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A loss of an error e, as its slope and what is left of it when the slope is divided out: the
 * slope is needed for the gradient anyway.
 *
 * @apiNote Public for {@code network.tensorflow} only.
 */
public sealed interface ErrorLoss {
  /** The derivative of the loss by e. */
  Operand<TFloat32> slope(Ops tf, Operand<TFloat32> error);

  /** The loss over the slope, which is given. */
  Operand<TFloat32> overSlope(Ops tf, Operand<TFloat32> error, Operand<TFloat32> slope);

  /**
   * Square near 0, straight beyond delta; with delta = 1 PyTorch's {@code smooth_l1_loss}:
   *
   * <pre>huber(e) = c * (e - c / 2)   with c = clip(e, -delta, delta), its slope</pre>
   *
   * @param delta above 0
   */
  record Huber(double delta) implements ErrorLoss {
    @Override
    public Operand<TFloat32> slope(Ops tf, Operand<TFloat32> error) {
      Operand<TFloat32> bound = tf.constant((float) delta);
      return tf.clipByValue(error, tf.math.neg(bound), bound);
    }

    @Override
    public Operand<TFloat32> overSlope(Ops tf, Operand<TFloat32> error, Operand<TFloat32> slope) {
      return tf.math.sub(error, tf.math.mul(slope, tf.constant(0.5f)));
    }
  }

  /** {@code e^2}, PyTorch's {@code mse_loss}. */
  record Square() implements ErrorLoss {
    @Override
    public Operand<TFloat32> slope(Ops tf, Operand<TFloat32> error) {
      return tf.math.mul(error, tf.constant(2f));
    }

    @Override
    public Operand<TFloat32> overSlope(Ops tf, Operand<TFloat32> error, Operand<TFloat32> slope) {
      return tf.math.mul(error, tf.constant(0.5f));
    }
  }
}
