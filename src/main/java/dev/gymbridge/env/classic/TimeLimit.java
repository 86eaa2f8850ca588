package dev.gymbridge.env.classic;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Value;
import java.util.OptionalInt;

/**
 * An environment whose episodes are truncated after a number of steps, as {@code
 * gymnasium.wrappers.TimeLimit} does.
 *
 * <pre>{@code
 * Environment environment = new TimeLimit(new MyEnvironment(), 200);
 * }</pre>
 *
 * <p>A task that ends on the very last step is both terminated and truncated. Closing this closes
 * the environment inside.
 */
public final class TimeLimit extends WrappedEnvironment {
  private final int maxEpisodeSteps;
  private EpisodeState episode = EpisodeState.NOT_BEGUN;
  private int elapsedSteps;

  /**
   * Limits an environment.
   *
   * @param environment closed with this
   * @param maxEpisodeSteps the length of the longest episode, in env steps, at least 1
   */
  public TimeLimit(Environment environment, int maxEpisodeSteps) {
    super(environment);
    if (maxEpisodeSteps < 1) {
      throw new IllegalArgumentException(
          "maxEpisodeSteps must be at least 1, got " + maxEpisodeSteps);
    }
    this.maxEpisodeSteps = maxEpisodeSteps;
  }

  @Override
  public EnvironmentSpec spec() {
    EnvironmentSpec inner = environment.spec();
    return new EnvironmentSpec(
        inner.id(),
        OptionalInt.of(maxEpisodeSteps),
        inner.rewardThreshold(),
        inner.nondeterministic(),
        inner.renderModes(),
        inner.renderFps());
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    ResetResult result = environment.reset(options);
    elapsedSteps = 0;
    episode = EpisodeState.RUNNING;
    return result;
  }

  @Override
  public StepResult step(Value action) {
    episode.requireRunning();
    return limited(environment.step(action));
  }

  @Override
  public StepResult step(long action) {
    episode.requireRunning();
    return limited(environment.step(action));
  }

  private StepResult limited(StepResult result) {
    elapsedSteps++;
    boolean timeIsUp = elapsedSteps >= maxEpisodeSteps;
    if (timeIsUp || result.ended()) {
      episode = EpisodeState.OVER;
    }
    if (!timeIsUp || result.truncated()) {
      return result;
    }
    return new StepResult(
        result.observation(), result.reward(), result.terminated(), true, result.info());
  }
}
