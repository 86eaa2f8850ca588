package dev.gymbridge.dqn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far training is, in each unit.
 *
 * @param envSteps taken, all environments together
 * @param gradientSteps taken
 * @param episodes finished
 */
record Counters(long envSteps, long gradientSteps, long episodes) {
  static final Counters ZERO = new Counters(0, 0, 0);

  static Counters read(DataInput in) throws IOException {
    return new Counters(in.readLong(), in.readLong(), in.readLong());
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(envSteps);
    out.writeLong(gradientSteps);
    out.writeLong(episodes);
  }

  long in(Span.Unit unit) {
    return switch (unit) {
      case ENV_STEPS -> envSteps;
      case EPISODES -> episodes;
    };
  }
}
