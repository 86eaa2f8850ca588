package dev.gymbridge.bench;

import dev.gymbridge.remote.InProcessGymnasium;

/** Gymnasium in a Python process, which takes the times itself. */
final class InProcessStepper implements Stepper {
  private final InProcessGymnasium gymnasium;

  InProcessStepper(InProcessGymnasium gymnasium) {
    this.gymnasium = gymnasium;
  }

  @Override
  public void step(int count, StepTimes times) {
    for (long nanos : gymnasium.step(count)) {
      times.add(nanos);
    }
  }

  @Override
  public void close() {
    gymnasium.close();
  }
}
