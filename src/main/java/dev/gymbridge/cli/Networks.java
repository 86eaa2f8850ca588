package dev.gymbridge.cli;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.tensorflow.ComputeSettings;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;

/** The networks of the command line: TensorFlow's. */
final class Networks {
  private Networks() {}

  static QNetwork tensorFlow(NetworkConfig config) {
    return TensorFlowQNetwork.create(config, ComputeSettings.forNetwork(config));
  }
}
