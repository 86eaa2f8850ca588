package dev.gymbridge.network;

import dev.gymbridge.replay.Batch;
import java.nio.file.Path;

/**
 * An action-value function Q(observation, action) with an online and a target network.
 *
 * <p>Not thread-safe. Who makes a network closes it.
 */
public interface QNetwork extends AutoCloseable {
  /** Floats of one observation. */
  int observationSize();

  /** The number of actions. */
  int actions();

  /**
   * The action values of the online network.
   *
   * @param observations [n, observationSize]; only the first n rows are read
   * @param n how many observations, at least 1
   * @param values receives [n, actions]
   */
  void actionValues(float[] observations, int n, float[] values);

  /**
   * The greedy actions of the online network; the lowest index wins a tie.
   *
   * @param observations [n, observationSize]
   * @param n how many observations, at least 1
   * @param greedy receives [n]
   */
  void act(float[] observations, int n, int[] greedy);

  /**
   * Takes one gradient step for each slice of the batch, in order.
   *
   * <p>TD target of a transition: {@code reward + discount * max_a Q_target(next, a)} (double DQN:
   * the online network chooses a), where the discount is 0 after a termination. The loss of a slice
   * is the weighted mean over its transitions.
   *
   * @param batch [gradientSteps * batchSize] transitions
   * @param gradientSteps into how many equal slices the batch is cut, at least 1
   * @param learningRate of these steps
   */
  UpdateResult update(Batch batch, int gradientSteps, double learningRate);

  /** The target network becomes a copy of the online network. */
  void syncTarget();

  /**
   * Writes all variables, those of the optimiser too, into a directory that exists.
   *
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  void save(Path directory);

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws CheckpointException if something is missing, cut short, or of another network
   */
  void restore(Path directory);

  /**
   * Writes the online network for serving: a SavedModel whose signature {@code serving_default}
   * maps {@code observation} [n, observationSize] to {@code action_values} [n, actions].
   */
  void export(Path directory);

  /** Frees native memory; a second call does nothing. */
  @Override
  void close();
}
