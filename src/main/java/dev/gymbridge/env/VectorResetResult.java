package dev.gymbridge.env;

import dev.gymbridge.env.space.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the episodes of a vector environment started.
 *
 * @param observation the batch of first observations, [N, ...]
 * @param info as Gymnasium batches it; empty unless asked for
 * @param interruption the episodes that were lost with their server although the mask left them
 *     out: their observation is the first of a new episode. Null when none was
 */
public record VectorResetResult(
    Value observation, Map<String, Object> info, @Nullable InterruptedEpisodes interruption) {
  /** The result of a reset in which no episode was lost. */
  public VectorResetResult(Value observation, Map<String, Object> info) {
    this(observation, info, null);
  }

  /** Whether the episode of environment {@code i} was lost, rather than ended by this reset. */
  public boolean interrupted(int i) {
    return interruption != null && interruption.environments()[i];
  }
}
