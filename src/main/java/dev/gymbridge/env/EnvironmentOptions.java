package dev.gymbridge.env;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What environment to make, and how.
 *
 * <pre>{@code
 * EnvironmentOptions.of("LunarLander-v3").withRenderMode(RenderMode.RGB_ARRAY);
 * }</pre>
 *
 * @param id a Gymnasium id; without a version, the newest
 * @param arguments keyword arguments of the environment: null, Boolean, Long, Double, String, List
 *     and Map of these
 * @param renderMode how {@link Environment#render} draws
 * @param maxEpisodeSteps the time limit in env steps; empty: the environment's own; 0: none
 * @param wrappers applied from first to last: the last is the outermost
 * @param includeInfo whether results carry {@code info}, which costs time on the wire
 */
public record EnvironmentOptions(
    String id,
    Map<String, Object> arguments,
    RenderMode renderMode,
    OptionalInt maxEpisodeSteps,
    List<Wrapper> wrappers,
    boolean includeInfo) {

  /**
   * A wrapper of {@code gymnasium.wrappers}.
   *
   * @param name its class name, such as {@code TimeAwareObservation}
   * @param arguments its keyword arguments
   */
  public record Wrapper(String name, Map<String, Object> arguments) {
    public Wrapper {
      arguments = ordered(arguments);
    }
  }

  public EnvironmentOptions {
    if (id.isBlank()) {
      throw new IllegalArgumentException("the environment id is empty; give one like CartPole-v1");
    }
    if (maxEpisodeSteps.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "maxEpisodeSteps must be at least 0, got " + maxEpisodeSteps.getAsInt());
    }
    arguments = ordered(arguments);
    wrappers = List.copyOf(wrappers);
  }

  private static Map<String, Object> ordered(Map<String, Object> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** The environment as registered, not rendered, without info. */
  public static EnvironmentOptions of(String id) {
    return new EnvironmentOptions(
        id, Map.of(), RenderMode.NONE, OptionalInt.empty(), List.of(), false);
  }

  /** The same with other keyword arguments. */
  public EnvironmentOptions withArguments(Map<String, Object> newArguments) {
    return new EnvironmentOptions(
        id, newArguments, renderMode, maxEpisodeSteps, wrappers, includeInfo);
  }

  /** The same, drawn in another way. */
  public EnvironmentOptions withRenderMode(RenderMode newRenderMode) {
    return new EnvironmentOptions(
        id, arguments, newRenderMode, maxEpisodeSteps, wrappers, includeInfo);
  }

  /** The same with another time limit, in env steps; 0 for none. */
  public EnvironmentOptions withMaxEpisodeSteps(int newMaxEpisodeSteps) {
    return new EnvironmentOptions(
        id, arguments, renderMode, OptionalInt.of(newMaxEpisodeSteps), wrappers, includeInfo);
  }

  /** The same with other wrappers. */
  public EnvironmentOptions withWrappers(List<Wrapper> newWrappers) {
    return new EnvironmentOptions(
        id, arguments, renderMode, maxEpisodeSteps, newWrappers, includeInfo);
  }

  /** The same, with info in its results. */
  public EnvironmentOptions withInfo() {
    return new EnvironmentOptions(id, arguments, renderMode, maxEpisodeSteps, wrappers, true);
  }
}
