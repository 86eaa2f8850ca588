package dev.gymbridge.env;

import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;

/**
 * One environment, with the semantics of {@code gymnasium.Env}.
 *
 * <pre>{@code
 * try (Environment environment = source.make(EnvironmentOptions.of("CartPole-v1"))) {
 *   Value observation = environment.reset(7).observation();
 *   StepResult result = environment.step(1);
 * }
 * }</pre>
 *
 * <p>Nothing is reset on its own: after a step that says terminated or truncated, call {@link
 * #reset}. Not thread-safe. Who makes an environment closes it.
 */
public interface Environment extends AutoCloseable {
  /** What the registry says of this environment. */
  EnvironmentSpec spec();

  /** Where observations lie. */
  Space observationSpace();

  /** Where actions lie. */
  Space actionSpace();

  /**
   * Starts an episode.
   *
   * @throws EnvironmentException if the options are refused, or the environment raised
   */
  ResetResult reset(ResetOptions options);

  /** Starts an episode without reseeding. */
  default ResetResult reset() {
    return reset(ResetOptions.UNSEEDED);
  }

  /** Starts an episode, seeding the environment's random numbers first. */
  default ResetResult reset(long seed) {
    return reset(ResetOptions.seeded(seed));
  }

  /**
   * Takes one step.
   *
   * @param action a value of {@link #actionSpace()}
   * @throws InvalidActionException if it is not; the episode goes on
   * @throws ResetNeededException before the first reset, and after the end of an episode
   * @throws EnvironmentException if the environment raised
   */
  StepResult step(Value action);

  /** Takes one step with an action of a {@link dev.gymbridge.env.space.Discrete} space. */
  default StepResult step(long action) {
    return step(NdArray.scalar(action));
  }

  /**
   * Draws the environment as its {@link RenderMode} says.
   *
   * @throws EnvironmentException if the environment was made without a render mode
   */
  default Rendering render() {
    throw new EnvironmentException("%s is not drawn".formatted(spec().id()));
  }

  /** Frees the environment, where there is anything to free; a second call does nothing. */
  @Override
  default void close() {}
}
