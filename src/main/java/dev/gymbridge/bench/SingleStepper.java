package dev.gymbridge.bench;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.grpc.BridgeTiming;
import dev.gymbridge.env.space.Value;
import java.util.Optional;

/** One environment; its resets are not counted. */
final class SingleStepper implements Stepper {
  private final Environment environment;
  private final RandomActions actions;

  SingleStepper(Environment environment) {
    this.environment = environment;
    actions = new RandomActions(environment.actionSpace());
    environment.reset(RandomActions.SEED);
  }

  @Override
  public void step(int count, StepTimes times) {
    for (int i = 0; i < count; i++) {
      Value action = actions.next();
      Optional<BridgeTiming> before = BridgeTiming.of(environment);
      long start = System.nanoTime();
      boolean ended = environment.step(action).ended();
      long nanos = System.nanoTime() - start;
      if (before.isPresent()) {
        times.add(nanos, BridgeTiming.of(environment).orElseThrow().since(before.get()));
      } else {
        times.add(nanos);
      }
      if (ended) {
        environment.reset();
      }
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
