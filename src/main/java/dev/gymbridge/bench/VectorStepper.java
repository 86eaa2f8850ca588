package dev.gymbridge.bench;

import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.remote.session.BridgeTiming;

/** A vector of environments, which resets those whose episode ended as part of a step. */
final class VectorStepper implements Stepper {
  private final VectorEnvironment environment;
  private final RandomActions actions;

  VectorStepper(VectorEnvironment environment) {
    this.environment = environment;
    actions = new RandomActions(environment.singleActionSpace().batch(environment.numEnvs()));
    environment.reset(RandomActions.SEED);
  }

  @Override
  public void step(int count, StepTimes times) {
    for (int i = 0; i < count; i++) {
      Value batch = actions.next();
      times.measure(() -> BridgeTiming.of(environment), () -> environment.step(batch));
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
