package dev.gymbridge.network;

import dev.gymbridge.replay.Batch;
import dev.gymbridge.replay.Observations;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An action-value function Q(observation, action) with an online and a target network.
 *
 * <p>Not thread-safe. Who makes a network closes it.
 */
public interface QNetwork extends AutoCloseable {
  /** Whether actions are chosen to learn from or to be judged by. */
  enum Acting {
    /** Exploring: the noise of a noisy network is drawn anew. */
    TRAINING,
    /** Without noise. */
    EVALUATION
  }

  /** Numbers of one observation. */
  int observationSize();

  /** Whether observations are bytes, else floats. */
  boolean takesBytes();

  /** The number of actions. */
  int actions();

  /**
   * The action values of the online network, without noise.
   *
   * @param observations of which only the first n rows are read
   * @param n how many observations, at least 1
   * @param values receives [n, actions]
   */
  void actionValues(Observations observations, int n, float[] values);

  /** {@link #actionValues(Observations, int, float[])} of floats, [n, observationSize]. */
  default void actionValues(float[] observations, int n, float[] values) {
    actionValues(Observations.wrap(observations, observationSize()), n, values);
  }

  /**
   * The greedy actions of the online network; the lowest index wins a tie.
   *
   * @param observations of which only the first n rows are read
   * @param n how many observations, at least 1
   * @param acting whether noise, where the network has any, is drawn or left out
   * @param greedy receives [n]
   */
  void act(Observations observations, int n, Acting acting, int[] greedy);

  /** The greedy actions without noise for floats, [n, observationSize]. */
  default void act(float[] observations, int n, int[] greedy) {
    act(Observations.wrap(observations, observationSize()), n, Acting.EVALUATION, greedy);
  }

  /**
   * Takes one gradient step for each slice of the batch, in order.
   *
   * <p>TD target of a transition: {@code reward + discount * max_a Q_target(next, a)} (double DQN:
   * the online network chooses a), where the discount is 0 after a termination. The loss of a slice
   * is the weighted mean over its transitions.
   *
   * @param batch [gradientSteps * batchSize] transitions
   * @param gradientSteps into how many equal slices the batch is cut, at least 1
   * @param learningRate of these steps, at least 0; at 0 the weights stay as they are
   * @param surprises receives how far off each transition was before its gradient step, [batch
   *     size]: the size of the TD error, or what the head says in its place; null where nobody asks
   */
  UpdateResult update(
      Batch batch, int gradientSteps, double learningRate, float @Nullable [] surprises);

  /** The same, for who does not ask how far off the transitions were. */
  default UpdateResult update(Batch batch, int gradientSteps, double learningRate) {
    return update(batch, gradientSteps, learningRate, null);
  }

  /** The target network becomes a copy of the online network. */
  void syncTarget();

  /**
   * The target network comes nearer to the online network: {@code target += share * (online -
   * target)} (Lillicrap et al. 2016).
   *
   * @param share in (0, 1]
   */
  void moveTarget(double share);

  /**
   * Writes all variables, those of the optimiser too, into a directory that exists.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  default void save(Path directory) {
    snapshot().accept(directory);
  }

  /** Copies all variables into what writes them as {@link #save} does, from whichever thread. */
  Consumer<Path> snapshot();

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws CheckpointException if something is missing, cut short, or of another network
   */
  void restore(Path directory);

  /**
   * Writes the online network for others to run: {@code observation} [n, dimensions of one] to
   * {@code action_values} [n, actions] and {@code actions} [n], the best, counted from 0.
   *
   * @param to a file for ONNX, else a directory
   * @param provenance what is said in it of where it comes from
   */
  void export(ExportFormat format, Path to, Map<String, String> provenance);

  /** Writes a SavedModel that says nothing of where it comes from. */
  default void export(Path directory) {
    export(ExportFormat.SAVED_MODEL, directory, Map.of());
  }

  /** Frees native memory; a second call does nothing. */
  @Override
  void close();
}
