package dev.gymbridge.dqn;

import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.replay.Observations;

/** Looks for rewards and observations that are not finite, and does what the policy says. */
final class FiniteCheck {
  private final NanPolicy policy;
  private final String environmentId;
  private final int numEnvs;
  private final int observationSize;
  private final boolean wholeNumbers;
  private final boolean[] broken; // [N], whether the observation acted on is not finite

  FiniteCheck(NanPolicy policy, VectorEnvironment environment) {
    this.policy = policy;
    environmentId = environment.spec().id();
    numEnvs = environment.numEnvs();
    observationSize = environment.singleObservationSpace().flatSize();
    wholeNumbers =
        environment.singleObservationSpace() instanceof Box box && !box.dtype().isFloat();
    broken = new boolean[numEnvs];
  }

  /** Whether the observation of environment i that is acted on is finite, as last seen. */
  boolean startsWhole(int i) {
    return !broken[i];
  }

  /**
   * Remembers whether an observation that is acted on next is finite.
   *
   * @param observations of all environments
   * @param envStep how many env steps were taken, for the message
   */
  void begin(Observations observations, int i, long envStep) {
    broken[i] = !observation(observations, i, envStep);
  }

  /** Whether the observation of environment i is finite; throws where the policy is to fail. */
  boolean observation(Observations observations, int i, long envStep) {
    if (wholeNumbers || observations.isBytes()) {
      return true;
    }
    float[] numbers = observations.floats();
    int from = i * observationSize;
    for (int k = 0; k < observationSize; k++) {
      if (!Float.isFinite(numbers[from + k])) {
        return refuse(
            "element %d of the observation".formatted(k), text(numbers[from + k]), i, envStep);
      }
    }
    return true;
  }

  /** Whether the reward of environment i is finite; throws where the policy is to fail. */
  boolean reward(double reward, int i, long envStep) {
    return Double.isFinite(reward) || refuse("the reward", Double.toString(reward), i, envStep);
  }

  /** A float64 that is too large is infinite here, and its environment knows nothing of that. */
  private static String text(float number) {
    return Float.isNaN(number) ? "NaN" : number + " (as a float32, which a network takes)";
  }

  private boolean refuse(String what, String value, int i, long envStep) {
    if (policy == NanPolicy.FAIL) {
      throw new NonFiniteException(
          "%s of %s is %s at env step %d%s: an agent cannot learn from that. Mend the environment, or"
                  .formatted(
                      what,
                      environmentId,
                      value,
                      envStep,
                      numEnvs == 1 ? "" : " (environment %d of %d)".formatted(i, numEnvs))
              + " set nan to \"skip\" to leave out such transitions (a run that goes on may, too)");
    }
    return false;
  }
}
