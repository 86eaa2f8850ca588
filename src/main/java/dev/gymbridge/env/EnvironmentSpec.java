package dev.gymbridge.env;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is known of an environment before it is stepped.
 *
 * @param id as registered, such as {@code CartPole-v1}
 * @param maxEpisodeSteps the time limit in env steps; empty when there is none
 * @param rewardThreshold the mean return at which the task counts as solved; empty when not said
 * @param nondeterministic whether the same seed and actions may give different results
 * @param renderModes the modes that it can be made with
 * @param renderFps frames a second for which the drawing is meant; empty when not said
 */
public record EnvironmentSpec(
    String id,
    OptionalInt maxEpisodeSteps,
    OptionalDouble rewardThreshold,
    boolean nondeterministic,
    List<RenderMode> renderModes,
    OptionalDouble renderFps) {
  /** Of an environment that has neither time limit nor threshold, and is not drawn. */
  public static EnvironmentSpec of(String id) {
    return new EnvironmentSpec(
        id, OptionalInt.empty(), OptionalDouble.empty(), false, List.of(), OptionalDouble.empty());
  }

  public EnvironmentSpec {
    renderModes = List.copyOf(renderModes);
  }
}
