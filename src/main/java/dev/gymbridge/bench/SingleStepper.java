package dev.gymbridge.bench;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.remote.session.BridgeTiming;

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
      StepResult result =
          times.measure(() -> BridgeTiming.of(environment), () -> environment.step(action));
      if (result.ended()) {
        environment.reset();
      }
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
