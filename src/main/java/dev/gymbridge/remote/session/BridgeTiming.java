package dev.gymbridge.remote.session;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.VectorEnvironment;
import java.util.Optional;

/**
 * Where the time of the steps of a remote environment went, summed since it was made.
 *
 * <p>Each figure contains the next: what lies between two of them has a name of its own.
 *
 * @param steps messages that carried a step, whatever the number of environments
 * @param totalNanos from the call of a step to its result, as the caller sees it; between a vector
 *     environment's send and receive it includes what the caller did meanwhile
 * @param roundTripNanos of these, from handing the request to the carrier until the reply was there
 * @param serverNanos of these, what the server spent
 * @param environmentNanos of these, what the environment's own code spent
 */
public record BridgeTiming(
    long steps, long totalNanos, long roundTripNanos, long serverNanos, long environmentNanos) {

  /** The timing of an environment that an environment server made; empty for another's. */
  public static Optional<BridgeTiming> of(Environment environment) {
    return environment instanceof Timed timed ? Optional.of(timed.timing()) : Optional.empty();
  }

  /** Likewise, of a vector environment. */
  public static Optional<BridgeTiming> of(VectorEnvironment environment) {
    return environment instanceof Timed timed ? Optional.of(timed.timing()) : Optional.empty();
  }

  /** Of two sessions that take the same steps at the same time, what took longer. */
  public BridgeTiming beside(BridgeTiming other) {
    return new BridgeTiming(
        Math.max(steps, other.steps),
        Math.max(totalNanos, other.totalNanos),
        Math.max(roundTripNanos, other.roundTripNanos),
        Math.max(serverNanos, other.serverNanos),
        Math.max(environmentNanos, other.environmentNanos));
  }

  /** What came after {@code earlier}. */
  public BridgeTiming since(BridgeTiming earlier) {
    return new BridgeTiming(
        steps - earlier.steps,
        totalNanos - earlier.totalNanos,
        roundTripNanos - earlier.roundTripNanos,
        serverNanos - earlier.serverNanos,
        environmentNanos - earlier.environmentNanos);
  }

  /** Encoding actions and decoding results in this program. */
  public long inClientNanos() {
    return totalNanos - roundTripNanos;
  }

  /** Carrying: gRPC on both sides and what lies between them. */
  public long onWireNanos() {
    return roundTripNanos - serverNanos;
  }

  /** The server's own share: decoding actions, encoding results. */
  public long inServerNanos() {
    return serverNanos - environmentNanos;
  }
}
