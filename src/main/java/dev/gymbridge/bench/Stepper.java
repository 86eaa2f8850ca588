package dev.gymbridge.bench;

/** Environments that are stepped to see what it costs. */
interface Stepper extends AutoCloseable {
  /** Takes random steps, and adds the time of each. */
  void step(int count, StepTimes times);

  /** Frees the environments. */
  @Override
  void close();
}
