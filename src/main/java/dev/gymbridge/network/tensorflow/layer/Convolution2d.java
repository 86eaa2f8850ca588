package dev.gymbridge.network.tensorflow.layer;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A convolution over pictures [n, height, width, channels], without padding.
 *
 * @param name of the layer, unique within the network
 * @param side of its square kernel, in pixels
 * @param stride from one place of the kernel to the next, in pixels
 * @param channels that enter it
 * @param filters channels that leave it
 * @apiNote Public for the rooms of {@code network.tensorflow} only.
 */
public record Convolution2d(String name, int side, int stride, int channels, int filters)
    implements Layer {
  @Override
  public List<Weight> weights() {
    Weight.Start start = Weight.Start.uniform(side * side * channels);
    return List.of(
        new Weight(name + "/kernel", Shape.of(side, side, channels, filters), start),
        new Weight(name + "/bias", Shape.of(filters), start));
  }

  @Override
  public Applied apply(Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> inputs) {
    Ops tf = pass.tf();
    List<Long> strides = List.of(1L, (long) stride, (long) stride, 1L);
    return new DerivedGradients(
        weights,
        inputs,
        tf.nn.biasAdd(tf.nn.conv2d(inputs, weights.get(0), strides, "VALID"), weights.get(1)));
  }
}
