package dev.gymbridge.run;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.remote.BridgeServer;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/** Environments of real servers over a stream, and on three over lanes and streams. */
@Tag("thorough")
final class InterruptedRunOverEveryCarrierIT extends InterruptedRunContract {
  private static final String CART_POLE = "CartPole-v1";

  @AutoClose private static final BridgeServer FIRST = BridgeServer.start();
  @AutoClose private static final BridgeServer SECOND = BridgeServer.start();
  @AutoClose private static final BridgeServer THIRD = BridgeServer.start();

  @AutoClose private static final EnvironmentServer THREE = EnvironmentServer.connect(addresses());

  @AutoClose
  private static final EnvironmentServer THREE_OVER_STREAMS =
      EnvironmentServer.connect(addresses(), ConnectionOptions.DEFAULT.withoutLane());

  private static String addresses() {
    return Stream.of(FIRST, SECOND, THIRD)
        .map(server -> server.connection().address())
        .collect(Collectors.joining(","));
  }

  @Override
  Stream<Subject> subjects() {
    DqnConfig eight = SHORT.with("num_envs", 8);
    return Stream.of(
        new Subject("a stream", CART_POLE, FIRST.overStreams(), eight),
        new Subject("three servers over lanes", CART_POLE, THREE, eight),
        new Subject("three servers over streams", CART_POLE, THREE_OVER_STREAMS, eight),
        new Subject(
            "stacked pictures", STACKED.id(), THREE, STACKED, PICTURES.with("num_envs", 3)));
  }
}
