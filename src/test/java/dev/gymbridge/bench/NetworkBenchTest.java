package dev.gymbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Its figures are not looked at here: only that they are taken. */
class NetworkBenchTest {
  @Test
  void measuresActingOnEachNumberOfObservationsAndAnUpdate() {
    NetworkConfig config = NetworkConfig.of(ObservationShape.flat(4), 2).withHiddenSizes(8);
    try (QNetwork network = TensorFlowQNetwork.create(config)) {
      List<NetworkCost> costs =
          new NetworkBench(Duration.ofMillis(30), 3).measure(network, List.of(1, 64), 16, 2);
      assertThat(costs)
          .extracting(NetworkCost::operation)
          .containsExactly(
              "act, 1 observation", "act, 64 observations", "update, 2 gradient steps of batch 16");
      assertThat(costs).allMatch(cost -> cost.p50().median() > 0 && cost.calls() >= 3);
    }
  }
}
