package dev.gymbridge.run;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.ObservationShape;
import java.util.Locale;
import java.util.Optional;

/**
 * The memory that a run will need, said before its first step.
 *
 * @param replayBytes of the heap, for the replay buffer
 * @param batchBytes of the heap, for the batches of gradient steps and of environments
 * @param networkBytes outside the heap: weights, target network, optimiser, gradients
 * @param config what the run is to be trained with
 * @param observation what one looks like
 * @param frames of an observation, each kept once; 1 where observations are kept whole, which is
 *     assumed unless {@code FrameStackObservation} is the outermost wrapper
 */
public record MemoryNeed(
    long replayBytes,
    long batchBytes,
    long networkBytes,
    DqnConfig config,
    ObservationShape observation,
    int frames) {
  private static final long MEBIBYTE = 1 << 20;

  /** Of the heap, what is left for everything else. */
  private static final double SHARE_OF_HEAP = 0.9;

  /** Weights, those of the target network, two moments of the optimiser, gradients. */
  private static final int COPIES_OF_WEIGHTS = 5;

  /** A network of which a gradient step takes so long that it is said: 0.1 s and more. */
  private static final long LARGE_NETWORK = 20_000_000;

  /** Observations of an environment that are on their way through a step. */
  private static final int OBSERVATIONS_UNDER_WAY = 4;

  static MemoryNeed of(DqnConfig config, NetworkConfig network, EnvironmentRecipe environment) {
    ObservationShape observation = network.observation();
    int frames = environment.stacksFrames() ? observation.frames() : 1;
    long batchSize = (long) config.learning().batchSize() * config.learning().gradientSteps();
    return new MemoryNeed(
        config.replayMemory(observation, frames),
        (2 * batchSize + (long) OBSERVATIONS_UNDER_WAY * config.run().numEnvs())
            * observation.memory(),
        COPIES_OF_WEIGHTS * network.weights() * Float.BYTES,
        config,
        observation,
        frames);
  }

  /** As one line, such as {@code replay buffer 3 MB (50,000 transitions), network 1 MB}. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "memory: %,d MB of heap for the replay buffer (%,d transitions of %,d %s%s),"
            + " %,d MB for batches, %,d MB outside the heap for the network",
        mebibytes(replayBytes),
        config.replay().bufferCapacity(),
        observation.size(),
        observation.isBytes() ? "bytes" : "floats",
        frames > 1 ? ", each frame once" : "",
        mebibytes(batchBytes),
        mebibytes(networkBytes));
  }

  /** What a person should know of a network that is unusually large, or nothing. */
  static Optional<String> ofLargeNetwork(NetworkConfig network) {
    return network.weights() < LARGE_NETWORK
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the network has %,d weights, for observations of %,d numbers and %,d actions: each"
                    + " gradient step takes long, and so does a request to stop; fewer numbers, fewer"
                    + " actions or smaller hidden_sizes learn faster",
                network.weights(),
                network.observationSize(),
                network.actions()));
  }

  /**
   * Refuses a run that will not fit.
   *
   * @param heapBytes that Java may use
   * @param machineBytes of the machine, or of the container
   * @throws NotEnoughMemoryException if it will not; the message says which keys to change
   */
  void requireFits(long heapBytes, long machineBytes) {
    long heapNeeded = replayBytes + batchBytes;
    long usable = (long) (SHARE_OF_HEAP * heapBytes);
    if (heapNeeded > usable) {
      long affordable =
          (long) (config.replay().bufferCapacity() * (double) (usable - batchBytes) / replayBytes);
      throw new NotEnoughMemoryException(
          String.format(
              Locale.ROOT,
              "not enough %s. Java may use %,d MB of heap here, of %,d MB of the machine. %s, or give"
                  + " Java more with -Xmx, such as java -Xmx%dg -jar gymbridge.jar ...; or make"
                  + " observations smaller",
              text(),
              mebibytes(heapBytes),
              mebibytes(machineBytes),
              affordable > config.replay().learningStarts()
                  ? "Set buffer_capacity to at most %d".formatted(affordable)
                  : "Set buffer_capacity (and learning_starts) lower, or batch_size and gradient_steps",
              (long) Math.ceil(heapNeeded / SHARE_OF_HEAP / (1 << 30))));
    }
    if (networkBytes > machineBytes - heapNeeded) {
      throw new NotEnoughMemoryException(
          String.format(
              Locale.ROOT,
              "not enough %s. The machine has %,d MB. Set hidden_sizes lower, or make observations"
                  + " smaller",
              text(),
              mebibytes(machineBytes)));
    }
  }

  private static long mebibytes(long bytes) {
    return (bytes + MEBIBYTE - 1) / MEBIBYTE;
  }
}
