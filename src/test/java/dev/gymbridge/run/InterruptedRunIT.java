package dev.gymbridge.run;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentOptions.Wrapper;
import dev.gymbridge.remote.BridgeServer;
import dev.gymbridge.remote.ConnectionOptions;
import dev.gymbridge.remote.EnvironmentServer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;

/** Environments of the real server: over lanes and streams, on one and on three, and pictures. */
final class InterruptedRunIT extends InterruptedRunContract {
  private static final String CART_POLE = "CartPole-v1";

  @AutoClose private static final BridgeServer FIRST = BridgeServer.start();
  @AutoClose private static final BridgeServer SECOND = BridgeServer.start();
  @AutoClose private static final BridgeServer THIRD = BridgeServer.start();

  @AutoClose private static final EnvironmentServer THREE = EnvironmentServer.connect(addresses());

  @AutoClose
  private static final EnvironmentServer THREE_OVER_STREAMS =
      EnvironmentServer.connect(addresses(), ConnectionOptions.DEFAULT.withoutLane());

  /** Each picture with the three before it, as Gymnasium's wrapper stacks them. */
  private static final EnvironmentRecipe STACKED =
      new EnvironmentRecipe(
          "tests.environments:Wanderer-v0",
          Map.of(),
          List.of(new Wrapper("FrameStackObservation", Map.of("stack_size", 4L))),
          OptionalInt.empty(),
          List.of(),
          ServerRecipe.PLAIN);

  InterruptedRunIT() {
    super(2);
  }

  private static String addresses() {
    return Stream.of(FIRST, SECOND, THIRD)
        .map(server -> server.connection().address())
        .collect(Collectors.joining(","));
  }

  private static Subject stacked(String name, EnvironmentServer server, DqnConfig config) {
    return new Subject(name, STACKED.id(), server, STACKED, config);
  }

  @Override
  Stream<Subject> subjects() {
    DqnConfig eight = SHORT.with("num_envs", 8);
    return Stream.of(
        new Subject("a lane", CART_POLE, FIRST.connection(), SHORT),
        new Subject("a stream", CART_POLE, FIRST.overStreams(), eight),
        new Subject("three servers over lanes", CART_POLE, THREE, eight),
        new Subject("three servers over streams", CART_POLE, THREE_OVER_STREAMS, eight),
        stacked("stacked pictures", FIRST.connection(), PICTURES),
        stacked("stacked pictures of three servers", THREE, PICTURES.with("num_envs", 3)));
  }
}
