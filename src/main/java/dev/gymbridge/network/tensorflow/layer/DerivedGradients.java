package dev.gymbridge.network.tensorflow.layer;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Operands;
import org.tensorflow.types.TFloat32;

/**
 * A layer whose backward pass TensorFlow derives. It can do so for some operations only, and says
 * which it lacks when the graph is built.
 *
 * @param weights that the layer was applied with
 * @param inputs that entered it
 * @param outputs that leave it
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
record DerivedGradients(
    List<Operand<TFloat32>> weights, Operand<TFloat32> inputs, Operand<TFloat32> outputs)
    implements Applied {
  @Override
  public Gradients backward(Operand<TFloat32> byOutputs, boolean inputsWanted) {
    List<Operand<TFloat32>> by = new ArrayList<>(weights);
    if (inputsWanted) {
      by.add(inputs);
    }
    // Not Ops.gradients, which wants to be of the graph itself; its names are TensorFlow's own.
    Graph graph = (Graph) outputs.op().env();
    Output<?>[] derived =
        graph.addGradients(
            null,
            Operands.asOutputs(List.of(outputs)),
            Operands.asOutputs(by),
            Operands.asOutputs(List.of(byOutputs)));
    List<Operand<TFloat32>> gradients = new ArrayList<>();
    for (Output<?> gradient : derived) {
      gradients.add(gradient.expect(TFloat32.class));
    }
    return new Gradients(
        inputsWanted ? gradients.get(weights.size()) : null, gradients.subList(0, weights.size()));
  }
}
