package dev.gymbridge.env;

import dev.gymbridge.env.space.Value;
import java.util.Map;
import java.util.Objects;

/**
 * What one step led to.
 *
 * @param observation the observation after the step
 * @param reward the reward of the step
 * @param terminated whether the task itself ended: nothing can be gained from here on
 * @param truncated whether the episode was cut, by a time limit for example; may be true together
 *     with {@code terminated}
 * @param info what else the environment says; empty unless asked for
 */
public record StepResult(
    Value observation,
    double reward,
    boolean terminated,
    boolean truncated,
    Map<String, Object> info) {
  public StepResult {
    Objects.requireNonNull(observation, "the observation of a step must not be null");
    Objects.requireNonNull(info, "the info of a step must not be null; Map.of() says nothing");
  }

  /** One whose environment says nothing else. */
  public StepResult(Value observation, double reward, boolean terminated, boolean truncated) {
    this(observation, reward, terminated, truncated, Map.of());
  }

  /** Whether the episode is over, in either way. */
  public boolean ended() {
    return terminated || truncated;
  }
}
