package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.tensorflow.head.Head;
import dev.gymbridge.network.tensorflow.layer.Layer;
import dev.gymbridge.network.tensorflow.layer.Pass;
import dev.gymbridge.network.tensorflow.layer.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What a network is made of, before there is a graph.
 *
 * @param body from the observations to the outputs
 * @param head what the outputs mean
 * @param description sizes of the layers from the observation to the action values, as in {@code
 *     4-128-128-2}, and what else a checkpoint must agree with
 */
record Blueprint(Layer body, Head head, String description) {
  static Blueprint of(NetworkConfig config) {
    Head head = Heads.of(config.head());
    Layer body = new BodyPlan(config, head.outputsPerAction()).body();
    return new Blueprint(body, head, Descriptions.of(config));
  }

  /**
   * Adds the network to a graph, without what training needs.
   *
   * @param weights a value for each weight
   * @param observations [n, observationSize]
   * @return [n, actions]
   */
  Operand<TFloat32> actionValues(
      Pass pass, List<Operand<TFloat32>> weights, Operand<TFloat32> observations) {
    return head.actionValues(pass.tf(), body.apply(pass, weights, observations).outputs());
  }

  List<Weight> weights() {
    return body.weights();
  }

  /** How many numbers the network learns. */
  long size() {
    return weights().stream().mapToLong(weight -> weight.shape().size()).sum();
  }

  /** What the weights start with, each in row-major order. */
  List<float[]> initialWeights(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> values = new ArrayList<>();
    weights().forEach(weight -> values.add(weight.initial(random)));
    return values;
  }
}
