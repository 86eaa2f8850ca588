package dev.gymbridge.dqn;

import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.replay.Observations;
import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a vector environment shows from step to step, flat and copied, [numEnvs, size] each. */
final class RolloutObservations implements Stateful {
  private final ObservationFlattener flattener;
  private final int numEnvs;
  private Observations current;
  private final Observations next;
  // What to act on next: that, but the first of a new episode where one ended.
  private Observations upcoming;
  private final Observations finals; // the last of the episodes that ended

  RolloutObservations(ObservationFlattener flattener, int numEnvs) {
    this.flattener = flattener;
    this.numEnvs = numEnvs;
    current = flattener.allocate(numEnvs);
    next = flattener.allocate(numEnvs);
    upcoming = flattener.allocate(numEnvs);
    finals = flattener.allocate(numEnvs);
  }

  /** What is acted on. */
  Observations current() {
    return current;
  }

  /** What the last step led to, before any autoreset. */
  Observations next() {
    return next;
  }

  /** Acts on what a reset gave. */
  void begin(Value first) {
    flattener.flatten(first, numEnvs, current);
  }

  /** Takes what a step led to. */
  void receive(VectorStepResult result) {
    flattener.flatten(result.observation(), numEnvs, next);
    for (int i = 0; i < numEnvs; i++) {
      next.copyRow(i, upcoming, i);
    }
    if (result.finalObservation() != null) {
      placeFinalObservations(result.finalObservation(), result);
    }
  }

  /** Under SAME_STEP the step's observation is already the next episode's. */
  private void placeFinalObservations(Value finalObservation, VectorStepResult result) {
    int ended = 0;
    for (int i = 0; i < numEnvs; i++) {
      ended += result.ended(i) ? 1 : 0;
    }
    flattener.flatten(finalObservation, ended, finals);
    int row = 0;
    for (int i = 0; i < numEnvs; i++) {
      if (result.ended(i)) {
        finals.copyRow(row, next, i);
        row++;
      }
    }
  }

  /** Acts on what the last step led to, or on the episode that began in its place. */
  void advance() {
    Observations acted = current;
    current = upcoming;
    upcoming = acted;
  }

  /**
   * Acts on where the environments were brought back to.
   *
   * @return [numEnvs], whether that is what was acted on before
   */
  boolean[] replace(Value arrivedAt) {
    flattener.flatten(arrivedAt, numEnvs, upcoming);
    boolean[] same = new boolean[numEnvs];
    for (int i = 0; i < numEnvs; i++) {
      same[i] = current.sameRow(i, upcoming, i);
      upcoming.copyRow(i, current, i);
    }
    return same;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    for (int i = 0; i < numEnvs; i++) {
      current.writeRow(i, out);
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    for (int i = 0; i < numEnvs; i++) {
      current.readRow(i, in);
    }
  }
}
