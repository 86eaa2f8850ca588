package dev.gymbridge.network.tensorflow.layer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * {@code max(0, inputs)}.
 *
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record Relu() implements Layer {
  @Override
  public List<Weight> weights() {
    return List.of();
  }

  @Override
  public Applied apply(Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> inputs) {
    return new AppliedRelu(pass.tf(), pass.tf().nn.relu(inputs));
  }

  private record AppliedRelu(Ops tf, Operand<TFloat32> outputs) implements Applied {
    @Override
    public Gradients backward(Operand<TFloat32> byOutputs, boolean inputsWanted) {
      return new Gradients(inputsWanted ? tf.nn.reluGrad(byOutputs, outputs) : null, List.of());
    }
  }
}
