package dev.gymbridge.bench;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.space.Value;

/** An environment that draws a frame after each step; only the drawing is timed. */
final class FrameStepper implements Stepper {
  private final Environment environment;
  private final RandomActions actions;

  /** Draws an environment that was made with a render mode, and closes it. */
  FrameStepper(Environment environment) {
    this.environment = environment;
    actions = new RandomActions(environment.actionSpace());
    environment.reset(RandomActions.SEED);
  }

  @Override
  public void step(int count, StepTimes times) {
    for (int i = 0; i < count; i++) {
      Value action = actions.next();
      if (environment.step(action).ended()) {
        environment.reset();
      }
      long start = System.nanoTime();
      environment.render();
      times.add(System.nanoTime() - start);
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
