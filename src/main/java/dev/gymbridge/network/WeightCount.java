package dev.gymbridge.network;

import java.util.List;

/** Counts what the layers of a configuration learn, before any network is made of it. */
final class WeightCount {
  private final LayersConfig layers;
  private long inputs;
  private long sum;

  private WeightCount(LayersConfig layers, long inputs) {
    this.layers = layers;
    this.inputs = inputs;
  }

  static long of(NetworkConfig config) {
    LayersConfig layers = config.layers();
    WeightCount count = new WeightCount(layers, config.observationSize());
    count.addConvolutions(config.observation());
    List<Integer> hidden = layers.hiddenSizes();
    long outputs = outputsPerAction(config.head());
    if (!layers.dueling()) {
      hidden.forEach(count::addHidden);
      count.addDense(config.actions() * outputs);
      return count.sum;
    }
    // Each of two streams has a last hidden layer of its own.
    int shared = Math.max(0, hidden.size() - 1);
    hidden.subList(0, shared).forEach(count::addHidden);
    WeightCount advantages = new WeightCount(layers, count.inputs);
    for (WeightCount stream : List.of(count, advantages)) {
      hidden.subList(shared, hidden.size()).forEach(stream::addHidden);
      stream.addDense(stream == count ? outputs : config.actions() * outputs);
    }
    return count.sum + advantages.sum;
  }

  private static long outputsPerAction(HeadConfig head) {
    if (head instanceof HeadConfig.Categorical categorical) {
      return categorical.atoms();
    }
    return head instanceof HeadConfig.Quantile quantile ? quantile.quantiles() : 1;
  }

  private void addConvolutions(ObservationShape picture) {
    if (layers.convolution() == Convolution.NONE) {
      return;
    }
    int height = picture.height();
    int width = picture.width();
    int channels = picture.channels();
    for (Convolution.Filters filters : layers.convolution().filters()) {
      sum += ((long) filters.side() * filters.side() * channels + 1) * filters.count();
      height = filters.sideAfter(height);
      width = filters.sideAfter(width);
      channels = filters.count();
    }
    inputs = (long) height * width * channels;
  }

  private void addHidden(long size) {
    addDense(size);
    sum += layers.layerNorm() ? 2 * size : 0;
  }

  private void addDense(long outputs) {
    sum += (inputs + 1) * outputs * (layers.noisy() ? 2 : 1);
    inputs = outputs;
  }
}
