package dev.gymbridge.env;

import dev.gymbridge.env.space.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one step of N environments led to. The arrays belong to the caller.
 *
 * @param observation the batch of observations, [N, ...]
 * @param rewards [N]
 * @param terminated [N], whether the task itself ended
 * @param truncated [N], whether the episode was cut
 * @param finalObservation under {@link AutoresetMode#SAME_STEP}, when at least one episode ended:
 *     the last observations of those that did, in their order, [ended, ...]; else null
 * @param info as Gymnasium batches it; empty unless asked for
 * @param finalInfo likewise, of the episodes that ended
 * @param interruption the episodes that were lost in this step, with the server that played them:
 *     there the reward and both ends are zeros that mean nothing, the observation is the first of a
 *     new episode, and what was acted on leads nowhere. Null when none was: only a vector spread
 *     over several servers loses any
 */
@SuppressWarnings("ArrayRecordComponent") // read on the hot path, compared by nobody
public record VectorStepResult(
    Value observation,
    double[] rewards,
    boolean[] terminated,
    boolean[] truncated,
    @Nullable Value finalObservation,
    Map<String, Object> info,
    Map<String, Object> finalInfo,
    @Nullable InterruptedEpisodes interruption) {
  /** The result of a step in which no episode was lost. */
  public VectorStepResult(
      Value observation,
      double[] rewards,
      boolean[] terminated,
      boolean[] truncated,
      @Nullable Value finalObservation,
      Map<String, Object> info,
      Map<String, Object> finalInfo) {
    this(observation, rewards, terminated, truncated, finalObservation, info, finalInfo, null);
  }

  /** Whether the episode of environment {@code i} was lost in this step. */
  public boolean interrupted(int i) {
    return interruption != null && interruption.environments()[i];
  }

  /** Whether the episode of environment {@code i} is over, in either way. */
  public boolean ended(int i) {
    return terminated[i] || truncated[i];
  }
}
