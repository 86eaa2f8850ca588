package dev.gymbridge.env;

import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.List;
import java.util.Optional;

/**
 * N copies of an environment stepped together, with the semantics of {@code
 * gymnasium.vector.VectorEnv}.
 *
 * <p>A step may be split: {@link #send} the actions, do other work while the environments are busy,
 * then {@link #receive}. Not thread-safe. Who makes a vector environment closes it.
 *
 * <p>A vector spread over several servers outlives one of them: its environments are made again on
 * the others, and {@link VectorStepResult#interrupted} marks the episodes that were lost. Who adds
 * up rewards or keeps transitions drops what it has of such an episode.
 */
public interface VectorEnvironment extends AutoCloseable {
  /** The number of environments, N, at least 1. */
  int numEnvs();

  /** What the registry says of each environment. */
  EnvironmentSpec spec();

  /** What happens when an episode ends. */
  AutoresetMode autoresetMode();

  /** Where the observation of one environment lies; batches lie in its {@link Space#batch}. */
  Space singleObservationSpace();

  /** Where the action of one environment lies; batches lie in its {@link Space#batch}. */
  Space singleActionSpace();

  /**
   * Starts episodes: all, or those of the mask.
   *
   * @throws EnvironmentException if the options are refused, or an environment raised
   */
  VectorResetResult reset(VectorResetOptions options);

  /** Starts all episodes without reseeding. */
  default VectorResetResult reset() {
    return reset(VectorResetOptions.UNSEEDED);
  }

  /** Starts all episodes; environment i is seeded with {@code seed + i}. */
  default VectorResetResult reset(long seed) {
    return reset(VectorResetOptions.seeded(seed));
  }

  /**
   * Begins a step with one action for each environment.
   *
   * @param actions a value of the batched action space
   * @throws IllegalStateException if a step was sent and not yet received
   */
  void send(Value actions);

  /**
   * Ends the step begun by {@link #send}, waiting for it.
   *
   * @throws InvalidActionException if an action was outside the space; no environment was stepped
   * @throws ResetNeededException before the first reset
   * @throws IllegalStateException if no step was sent
   */
  VectorStepResult receive();

  /** Takes one step. */
  default VectorStepResult step(Value actions) {
    send(actions);
    return receive();
  }

  /** Takes one step with actions of a {@link dev.gymbridge.env.space.Discrete} space, [N]. */
  default VectorStepResult step(int[] actions) {
    return step(NdArray.ofInts(actions));
  }

  /**
   * What is lost of that which plays the environments, in one line, while it is made again; may be
   * asked by any thread while another waits for a step or a reset.
   */
  default Optional<String> outage() {
    return Optional.empty();
  }

  /** Draws each environment. */
  List<Rendering> render();

  /** Frees all environments; a second call does nothing. */
  @Override
  void close();
}
