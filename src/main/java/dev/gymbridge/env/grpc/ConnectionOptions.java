package dev.gymbridge.env.grpc;

/**
 * How to talk to an environment server.
 *
 * @param timeLimits how long to wait for each kind of reply
 * @param vectorization how the server steps the environments of a vector
 * @param maxMessageBytes the largest reply that is accepted; 64 uncompressed CartPole frames are 46
 *     MB
 */
public record ConnectionOptions(
    TimeLimits timeLimits, Vectorization vectorization, int maxMessageBytes) {
  /** Generous time limits, vectorization by the server's choice, replies up to 256 MiB. */
  public static final ConnectionOptions DEFAULT =
      new ConnectionOptions(TimeLimits.DEFAULT, Vectorization.AUTOMATIC, 256 << 20);

  public ConnectionOptions {
    if (maxMessageBytes < 1) {
      throw new IllegalArgumentException(
          "maxMessageBytes must be at least 1, got " + maxMessageBytes);
    }
  }

  /** The same with other time limits. */
  public ConnectionOptions withTimeLimits(TimeLimits newTimeLimits) {
    return new ConnectionOptions(newTimeLimits, vectorization, maxMessageBytes);
  }

  /** The same with another vectorization. */
  public ConnectionOptions withVectorization(Vectorization newVectorization) {
    return new ConnectionOptions(timeLimits, newVectorization, maxMessageBytes);
  }
}
