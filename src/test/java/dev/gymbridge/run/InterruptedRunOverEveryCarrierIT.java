package dev.gymbridge.run;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.remote.BridgeServer;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;

/**
 * Environments of one real server and of three, over lanes and streams, one and several, and every
 * learner.
 */
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

  private static Subject cartPole(
      String name, EnvironmentServer source, int environments, DqnConfig learner) {
    return new Subject(name, CART_POLE, source, learner.with("num_envs", environments));
  }

  @Override
  Stream<Subject> subjects() {
    EnvironmentServer stream = FIRST.overStreams();
    return Stream.of(
        cartPole("eight over a lane, shared", FIRST.connection(), 8, Learners.SHARED),
        cartPole("one over a lane, by episodes", FIRST.connection(), 1, Learners.BY_EPISODES),
        cartPole("one over a stream, prioritized", stream, 1, Learners.PRIORITIZED),
        cartPole("eight over a stream", stream, 8, Learners.PLAIN),
        cartPole("eight over three lanes, prioritized", THREE, 8, Learners.PRIORITIZED),
        cartPole("eight over three lanes, quantiles", THREE, 8, Learners.QUANTILES),
        cartPole("eight over three streams", THREE_OVER_STREAMS, 8, Learners.PLAIN),
        cartPole("three over three streams, shared", THREE_OVER_STREAMS, 3, Learners.SHARED),
        new Subject(
            "stacked pictures over three lanes",
            STACKED.id(),
            THREE,
            STACKED,
            Learners.PICTURES.with("num_envs", 3)));
  }
}
