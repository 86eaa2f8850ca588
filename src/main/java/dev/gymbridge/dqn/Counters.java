package dev.gymbridge.dqn;

/**
 * How far training is, in each unit.
 *
 * @param envSteps taken, all environments together
 * @param gradientSteps taken
 * @param episodes finished
 */
record Counters(long envSteps, long gradientSteps, long episodes) {
  static final Counters ZERO = new Counters(0, 0, 0);

  long in(Span.Unit unit) {
    return switch (unit) {
      case ENV_STEPS -> envSteps;
      case EPISODES -> episodes;
    };
  }
}
