package dev.gymbridge.env;

import dev.gymbridge.env.space.Value;
import java.util.Map;

/**
 * How the episodes of a vector environment started.
 *
 * @param observation the batch of first observations, [N, ...]
 * @param info as Gymnasium batches it; empty unless asked for
 */
public record VectorResetResult(Value observation, Map<String, Object> info) {}
