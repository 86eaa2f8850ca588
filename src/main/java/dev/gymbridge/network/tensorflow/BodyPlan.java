package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.Convolution;
import dev.gymbridge.network.InputScale;
import dev.gymbridge.network.LayersConfig;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.tensorflow.layer.ChannelsLast;
import dev.gymbridge.network.tensorflow.layer.Convolution2d;
import dev.gymbridge.network.tensorflow.layer.Dense;
import dev.gymbridge.network.tensorflow.layer.Dueling;
import dev.gymbridge.network.tensorflow.layer.Layer;
import dev.gymbridge.network.tensorflow.layer.LayerNormalization;
import dev.gymbridge.network.tensorflow.layer.NoisyDense;
import dev.gymbridge.network.tensorflow.layer.Relu;
import dev.gymbridge.network.tensorflow.layer.Rescale;
import dev.gymbridge.network.tensorflow.layer.Reshape;
import dev.gymbridge.network.tensorflow.layer.Stack;
import java.util.ArrayList;
import java.util.List;

/** Puts layers one after another, as a configuration says, from observations to outputs. */
final class BodyPlan {
  private final LayersConfig config;
  private final int actions;
  private final int outputsPerAction;
  private final List<Layer> layers = new ArrayList<>();

  /** Numbers that leave the last layer so far. */
  private int width;

  BodyPlan(NetworkConfig config, int outputsPerAction) {
    this.config = config.layers();
    this.outputsPerAction = outputsPerAction;
    actions = config.actions();
    width = config.observationSize();
    InputScale scale = config.layers().scale();
    if (scale != null) {
      layers.add(new Rescale(scale.centres(), scale.halfWidths()));
    }
    if (config.layers().convolution() != Convolution.NONE) {
      addConvolutions(config.layers().convolution(), config.observation());
    }
  }

  Layer body() {
    List<Integer> hidden = config.hiddenSizes();
    // Each stream of a dueling network has a last hidden layer of its own.
    int shared = config.dueling() && !hidden.isEmpty() ? hidden.size() - 1 : hidden.size();
    for (int i = 0; i < shared; i++) {
      width = addHidden(layers, "hidden" + i, width, hidden.get(i));
    }
    List<Integer> own = hidden.subList(shared, hidden.size());
    layers.add(
        config.dueling()
            ? new Dueling(
                stream("value/", own, outputsPerAction),
                stream("advantage/", own, actions * outputsPerAction),
                actions,
                outputsPerAction)
            : stream("", own, actions * outputsPerAction));
    return new Stack(layers);
  }

  private Layer stream(String prefix, List<Integer> hidden, int outputs) {
    List<Layer> stream = new ArrayList<>();
    int inputs = width;
    for (int size : hidden) {
      inputs = addHidden(stream, prefix + "hidden", inputs, size);
    }
    stream.add(dense(prefix + "output", inputs, outputs));
    return new Stack(stream);
  }

  private int addHidden(List<Layer> to, String name, int inputs, int size) {
    to.add(dense(name, inputs, size));
    if (config.layerNorm()) {
      to.add(new LayerNormalization(name + "/norm", size));
    }
    to.add(new Relu());
    return size;
  }

  private Layer dense(String name, int inputs, int outputs) {
    return config.noisy()
        ? new NoisyDense(name, inputs, outputs, config.noisySigma())
        : new Dense(name, inputs, outputs);
  }

  private void addConvolutions(Convolution convolution, ObservationShape picture) {
    layers.add(new Reshape(List.of(picture.size()), picture.dimensions()));
    int height = picture.height();
    int breadth = picture.width();
    int channels = picture.channels();
    if (picture.channelsFirst()) {
      layers.add(new ChannelsLast());
    }
    for (Convolution.Filters filters : convolution.filters()) {
      layers.add(convolution2d(convolution.filters().indexOf(filters), filters, channels));
      layers.add(new Relu());
      height = filters.sideAfter(height);
      breadth = filters.sideAfter(breadth);
      channels = filters.count();
    }
    width = height * breadth * channels;
    layers.add(new Reshape(List.of(height, breadth, channels), List.of(width)));
  }

  private static Layer convolution2d(int index, Convolution.Filters filters, int channels) {
    return new Convolution2d(
        "convolution" + index, filters.side(), filters.stride(), channels, filters.count());
  }
}
