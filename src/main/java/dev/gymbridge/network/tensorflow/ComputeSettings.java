package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;

/**
 * How many threads the operations of one network may use.
 *
 * <p>One thread is fastest for a small network: handing a multiplication of microseconds to another
 * thread costs more than doing it. Operations always start one after another on the calling thread;
 * more threads help only inside a large operation.
 *
 * <p>With another number of threads sums are made in another order, and the last bits differ.
 *
 * @param threads how many threads one operation may be spread over, at least 1
 */
public record ComputeSettings(int threads) {
  /**
   * Weights from which more threads are used. On two otherwise idle cores an update of {@code
   * atari} (1.7 million) took 61 to 73 ms with one thread and 40 to 54 with two, the four acts
   * beside it 2 to 3 ms and 3 to 6; an update of {@code minatar} (130 thousand) took longer with
   * two ({@code NetworkBenchmark} of the tests, {@code 1 pictures} and {@code 2 pictures}).
   */
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
