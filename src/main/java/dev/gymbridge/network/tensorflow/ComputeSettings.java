package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;

/**
 * How many threads the operations of one network may use.
 *
 * <p>One thread is fastest for a small network: handing a multiplication of microseconds to another
 * thread costs more than doing it. Operations always start one after another on the calling thread;
 * more threads help only inside a large operation.
 *
 * <p>TensorFlow's thread pool belongs to the process: the first network made in a JVM decides its
 * size, and later networks share it.
 *
 * @param threads how many threads one operation may be spread over, at least 1
 */
public record ComputeSettings(int threads) {
  /** Weights from which more threads are tried; not measured. */
  private static final long LARGE_NETWORK = 1_000_000;

  public ComputeSettings {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "threads must be at least 1, got " + threads + "; use 1 for a small network");
    }
  }

  /**
   * One thread for a small network, all processors for one with a million weights or more.
   *
   * @param config of the network that will be made
   */
  public static ComputeSettings forNetwork(NetworkConfig config) {
    return new ComputeSettings(
        Blueprint.of(config).size() < LARGE_NETWORK
            ? 1
            : Runtime.getRuntime().availableProcessors());
  }
}
