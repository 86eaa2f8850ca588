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
 */
@SuppressWarnings("ArrayRecordComponent") // read on the hot path, compared by nobody
public record VectorStepResult(
    Value observation,
    double[] rewards,
    boolean[] terminated,
    boolean[] truncated,
    @Nullable Value finalObservation,
    Map<String, Object> info,
    Map<String, Object> finalInfo) {
  /** Whether the episode of environment {@code i} is over, in either way. */
  public boolean ended(int i) {
    return terminated[i] || truncated[i];
  }
}
