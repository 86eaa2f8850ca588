package dev.gymbridge.env;

import dev.gymbridge.env.space.Value;
import java.util.Map;
import java.util.Objects;

/**
 * How an episode started.
 *
 * @param observation the first observation
 * @param info what else the environment says: null, Boolean, Long, Double, String, {@link
 *     dev.gymbridge.env.space.NdArray}, List and Map of these; empty unless asked for
 */
public record ResetResult(Value observation, Map<String, Object> info) {
  public ResetResult {
    Objects.requireNonNull(observation, "the observation of a reset must not be null");
    Objects.requireNonNull(info, "the info of a reset must not be null; Map.of() says nothing");
  }

  /** One whose environment says nothing else. */
  public ResetResult(Value observation) {
    this(observation, Map.of());
  }
}
