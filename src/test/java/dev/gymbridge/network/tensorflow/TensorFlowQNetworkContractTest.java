package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.QNetworkContract;
import java.util.List;

class TensorFlowQNetworkContractTest extends QNetworkContract {
  @Override
  protected QNetwork make() {
    return TensorFlowQNetwork.create(Configs.of(4, 3, List.of(8), true, 1.0, 10.0, 1e-8, 1));
  }
}
