package dev.gymbridge.env.grpc;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.VectorEnvironment;
import java.util.Optional;

/**
 * Where the time of the steps of a remote environment went, summed since it was made.
 *
 * <p>{@code clientNanos - serverNanos} is the price of the carrier, {@code serverNanos -
 * environmentNanos} that of the server.
 *
 * @param steps messages that carried a step, whatever the number of environments
 * @param clientNanos from a step's request to its decoded result, as the caller sees it; between a
 *     vector environment's send and receive it includes what the caller did meanwhile
 * @param serverNanos of these, what the server spent
 * @param environmentNanos of these, what the environment's own code spent
 */
public record BridgeTiming(long steps, long clientNanos, long serverNanos, long environmentNanos) {

  /** The timing of an environment that an {@link EnvironmentServer} made; empty for another's. */
  public static Optional<BridgeTiming> of(Environment environment) {
    return environment instanceof RemoteEnvironment remote
        ? Optional.of(remote.timing())
        : Optional.empty();
  }

  /** Likewise, of a vector environment. */
  public static Optional<BridgeTiming> of(VectorEnvironment environment) {
    if (environment instanceof SpreadVectorEnvironment spread) {
      return Optional.of(spread.timing());
    }
    return environment instanceof RemoteVectorEnvironment remote
        ? Optional.of(remote.timing())
        : Optional.empty();
  }

  /** The sum of both. */
  BridgeTiming plus(BridgeTiming other) {
    return new BridgeTiming(
        steps + other.steps,
        clientNanos + other.clientNanos,
        serverNanos + other.serverNanos,
        environmentNanos + other.environmentNanos);
  }

  /** What came after {@code earlier}. */
  public BridgeTiming since(BridgeTiming earlier) {
    return new BridgeTiming(
        steps - earlier.steps,
        clientNanos - earlier.clientNanos,
        serverNanos - earlier.serverNanos,
        environmentNanos - earlier.environmentNanos);
  }
}
