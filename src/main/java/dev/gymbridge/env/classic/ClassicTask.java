package dev.gymbridge.env.classic;

import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Discrete;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What a native environment is: its place in the registry, its spaces, how it moves, how it is
 * drawn. One such record is all that a new one needs, and a line in {@link NativeEnvironments}.
 *
 * @param id Gymnasium's, with its version
 * @param maxEpisodeSteps Gymnasium's time limit, in env steps
 * @param rewardThreshold the mean return from which it counts as solved
 * @param framesPerSecond at which frames are to be shown
 * @param observationSpace float32 [size]
 * @param actionSpace starts at 0
 * @param resetBounds where first states are drawn, unless a reset says otherwise
 * @param motions makes states of N environments
 * @param renderers makes what draws one
 */
record ClassicTask(
    String id,
    int maxEpisodeSteps,
    double rewardThreshold,
    double framesPerSecond,
    Box observationSpace,
    Discrete actionSpace,
    ResetBounds resetBounds,
    Motions motions,
    Supplier<Renderer> renderers) {

  /** Makes states of N environments. */
  @FunctionalInterface
  interface Motions {
    /**
     * N environments at rest.
     *
     * @param arguments as given to {@code make}
     * @throws EnvironmentException if one is not known, or of another type
     */
    Motion of(int numEnvs, Map<String, Object> arguments);
  }

  /** Draws one environment. */
  @FunctionalInterface
  interface Renderer {
    /** The frame of a state, as {@link Motion#state} gives it. */
    dev.gymbridge.env.Frame draw(double[] state);
  }

  /** Floats of an observation. */
  int observationSize() {
    return observationSpace.shape()[0];
  }

  int actions() {
    return (int) actionSpace.n();
  }

  EnvironmentSpec spec(OptionalInt limit) {
    return new EnvironmentSpec(
        id,
        limit,
        OptionalDouble.of(rewardThreshold),
        false,
        List.of(RenderMode.RGB_ARRAY, RenderMode.RGB_ARRAY_LIST),
        OptionalDouble.of(framesPerSecond));
  }

  InvalidActionException invalidAction(String which, Object action) {
    return new InvalidActionException(
        "%s must be in [0, %d), got %s".formatted(which, actions(), action));
  }

  EnvironmentException notDrawn() {
    return new EnvironmentException(
        id + " was made without a render mode; make it with RenderMode.RGB_ARRAY");
  }
}
