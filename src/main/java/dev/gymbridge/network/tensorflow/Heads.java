package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.HeadConfig;
import dev.gymbridge.network.tensorflow.head.Categorical;
import dev.gymbridge.network.tensorflow.head.ErrorLoss;
import dev.gymbridge.network.tensorflow.head.ExpectedValue;
import dev.gymbridge.network.tensorflow.head.Head;
import dev.gymbridge.network.tensorflow.head.Quantile;

/** Which head a configuration means. */
final class Heads {
  private Heads() {}

  static Head of(HeadConfig config) {
    if (config instanceof HeadConfig.Categorical categorical) {
      return new Categorical(categorical.atoms(), categorical.vMin(), categorical.vMax());
    }
    if (config instanceof HeadConfig.Quantile quantile) {
      return new Quantile(quantile.quantiles(), quantile.huberDelta());
    }
    HeadConfig.Expected expected = (HeadConfig.Expected) config;
    return new ExpectedValue(
        expected.loss() == HeadConfig.Loss.MSE
            ? new ErrorLoss.Square()
            : new ErrorLoss.Huber(expected.huberDelta()));
  }
}
