package dev.gymbridge.network.tensorflow.layer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * {@code (inputs - centres) / halfWidths}, number by number.
 *
 * @param centres [numbers of a row]
 * @param halfWidths [numbers of a row], none of them 0
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record Rescale(List<Float> centres, List<Float> halfWidths) implements Layer {
  public Rescale {
    centres = List.copyOf(centres);
    halfWidths = List.copyOf(halfWidths);
  }

  @Override
  public List<Weight> weights() {
    return List.of();
  }

  @Override
  public Applied apply(Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> inputs) {
    Ops tf = pass.tf();
    Operand<TFloat32> widths = row(tf, halfWidths);
    return new AppliedRescale(
        tf, widths, tf.math.div(tf.math.sub(inputs, row(tf, centres)), widths));
  }

  private static Operand<TFloat32> row(Ops tf, List<Float> numbers) {
    float[] row = new float[numbers.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = numbers.get(i);
    }
    return tf.constant(row);
  }

  private record AppliedRescale(Ops tf, Operand<TFloat32> widths, Operand<TFloat32> outputs)
      implements Applied {
    @Override
    public Gradients backward(Operand<TFloat32> byOutputs, boolean inputsWanted) {
      return new Gradients(inputsWanted ? tf.math.div(byOutputs, widths) : null, List.of());
    }
  }
}
