package dev.gymbridge.env.classic;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Value;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One environment of a task, without its time limit. */
final class ClassicEnvironment implements Environment {
  private final ClassicTask task;
  private final Motion motion;
  private final ClassicTask.@Nullable Renderer renderer;
  private final Lifetime lifetime;
  private final float[] observation;
  private final int[] actions = new int[1];
  private final double[] rewards = new double[1];
  private final boolean[] terminated = new boolean[1];
  private @Nullable NumPyRandom random;
  private EpisodeState episode = EpisodeState.NOT_BEGUN;

  /**
   * An environment at rest.
   *
   * @param motion of one environment
   * @param drawn whether {@link #render} draws frames
   */
  ClassicEnvironment(ClassicTask task, Motion motion, boolean drawn, Lifetime lifetime) {
    this.task = task;
    this.motion = motion;
    this.renderer = drawn ? task.renderers().get() : null;
    this.lifetime = lifetime;
    this.observation = new float[task.observationSize()];
  }

  @Override
  public EnvironmentSpec spec() {
    return task.spec(OptionalInt.empty());
  }

  @Override
  public Box observationSpace() {
    return task.observationSpace();
  }

  @Override
  public Discrete actionSpace() {
    return task.actionSpace();
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    lifetime.requireOpen(task.id());
    ResetBounds bounds = task.resetBounds().with(options.options());
    if (options.seed().isPresent()) {
      random = NumPyRandom.seeded(options.seed().getAsLong());
    } else if (random == null) {
      random = NumPyRandom.unseeded();
    }
    motion.begin(0, random, bounds);
    episode = EpisodeState.RUNNING;
    return new ResetResult(observe(), Map.of());
  }

  @Override
  public StepResult step(Value action) {
    requireRunning();
    if (!task.actionSpace().contains(action)) {
      throw action instanceof NdArray array && array.shape().length == 0
          ? task.invalidAction("action", array.dtype().isFloat() ? array : array.getLong(0))
          : task.invalidAction("action", action);
    }
    return step(((NdArray) action).getLong(0));
  }

  @Override
  public StepResult step(long action) {
    requireRunning();
    if (action < 0 || action >= task.actions()) {
      throw task.invalidAction("action", action);
    }
    actions[0] = (int) action;
    motion.advance(actions, rewards, terminated);
    if (terminated[0]) {
      episode = EpisodeState.OVER;
    }
    return new StepResult(observe(), rewards[0], terminated[0], false, Map.of());
  }

  private void requireRunning() {
    lifetime.requireOpen(task.id());
    episode.requireRunning();
  }

  private NdArray observe() {
    motion.observe(0, 1, observation, 0);
    return NdArray.of(observation, observation.length);
  }

  @Override
  public Rendering render() {
    lifetime.requireOpen(task.id());
    if (renderer == null) {
      throw task.notDrawn();
    }
    if (episode == EpisodeState.NOT_BEGUN) {
      throw new ResetNeededException("render called before reset; call reset() first");
    }
    return Rendering.of(renderer.draw(motion.state(0)));
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
