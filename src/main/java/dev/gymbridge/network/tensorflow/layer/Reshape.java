package dev.gymbridge.network.tensorflow.layer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The same numbers in another shape.
 *
 * @param before dimensions of a row that enters
 * @param after dimensions of a row that leaves, as many numbers
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record Reshape(List<Integer> before, List<Integer> after) implements Layer {
  public Reshape {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  @Override
  public List<Weight> weights() {
    return List.of();
  }

  @Override
  public Applied apply(Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> inputs) {
    return new AppliedReshape(pass.tf(), before, rows(pass.tf(), inputs, after));
  }

  private static Operand<TFloat32> rows(Ops tf, Operand<TFloat32> values, List<Integer> shape) {
    int[] dimensions = new int[shape.size() + 1];
    dimensions[0] = -1;
    for (int i = 0; i < shape.size(); i++) {
      dimensions[i + 1] = shape.get(i);
    }
    return tf.reshape(values, tf.constant(dimensions));
  }

  private record AppliedReshape(Ops tf, List<Integer> before, Operand<TFloat32> outputs)
      implements Applied {
    @Override
    public Gradients backward(Operand<TFloat32> byOutputs, boolean inputsWanted) {
      return new Gradients(inputsWanted ? rows(tf, byOutputs, before) : null, List.of());
    }
  }
}
