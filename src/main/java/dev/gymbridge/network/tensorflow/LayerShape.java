package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The shape of one fully connected layer.
 *
 * @param name unique within the network: {@code hidden0}, {@code hidden1}, then the last layer
 * @param inputs values that enter the layer
 * @param outputs values that leave it
 */
record LayerShape(String name, int inputs, int outputs) {
  /** The layers from the observation to the action values. */
  static List<LayerShape> of(NetworkConfig config) {
    List<LayerShape> layers = new ArrayList<>();
    int inputs = config.observationSize();
    for (int size : config.hiddenSizes()) {
      layers.add(new LayerShape("hidden" + layers.size(), inputs, size));
      inputs = size;
    }
    layers.add(new LayerShape("output", inputs, config.actions()));
    return List.copyOf(layers);
  }

  /** Sizes from the observation to the action values, as in {@code 4-128-128-2}. */
  static String describe(NetworkConfig config) {
    StringBuilder sizes = new StringBuilder().append(config.observationSize());
    LayerShape.of(config).forEach(layer -> sizes.append('-').append(layer.outputs()));
    return sizes.toString();
  }
}
