package dev.gymbridge.env.classic;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorResets;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * N environments of a task whose states lie in flat arrays; what comes out is what {@code
 * SyncVectorEnv} over N environments gives, each with random numbers of its own.
 *
 * <p>A step allocates the result's arrays and nothing for each environment.
 */
final class ClassicVector implements VectorEnvironment {
  private final ClassicTask task;
  private final String name;
  private final Motion motion;
  private final int numEnvs;
  private final AutoresetMode autoresetMode;
  private final OptionalInt maxEpisodeSteps;
  private final int stepLimit;
  private final ClassicTask.@Nullable Renderer renderer;
  private final Lifetime lifetime;

  private final int observationSize;
  private final float[] observations; // [N, observationSize]
  private final int[] elapsedSteps; // [N]
  private final boolean[] over; // [N], whose episode is over and who was not reset since
  private final @Nullable NumPyRandom[] randoms; // [N]
  private final int[] ends; // [N], of which the first so many ended in the last step
  private int ended;
  private final int[] actions; // [N]
  private final long[] received; // [N]
  private @Nullable Value sent;
  private boolean begun;

  /**
   * N environments at rest.
   *
   * @param motion of as many
   * @param maxEpisodeSteps at least 1; empty for no limit
   */
  ClassicVector(
      ClassicTask task,
      Motion motion,
      int numEnvs,
      AutoresetMode autoresetMode,
      OptionalInt maxEpisodeSteps,
      boolean drawn,
      Lifetime lifetime) {
    this.task = task;
    this.name = "vector of " + task.id();
    this.motion = motion;
    this.numEnvs = numEnvs;
    this.autoresetMode = autoresetMode;
    this.maxEpisodeSteps = maxEpisodeSteps;
    this.stepLimit = maxEpisodeSteps.orElse(Integer.MAX_VALUE);
    this.renderer = drawn ? task.renderers().get() : null;
    this.lifetime = lifetime;
    observationSize = task.observationSize();
    observations = new float[numEnvs * observationSize];
    elapsedSteps = new int[numEnvs];
    over = new boolean[numEnvs];
    randoms = new NumPyRandom[numEnvs];
    ends = new int[numEnvs];
    actions = new int[numEnvs];
    received = new long[numEnvs];
  }

  @Override
  public int numEnvs() {
    return numEnvs;
  }

  @Override
  public EnvironmentSpec spec() {
    return task.spec(maxEpisodeSteps);
  }

  @Override
  public AutoresetMode autoresetMode() {
    return autoresetMode;
  }

  @Override
  public Box singleObservationSpace() {
    return task.observationSpace();
  }

  @Override
  public Discrete singleActionSpace() {
    return task.actionSpace();
  }

  @Override
  public VectorResetResult reset(VectorResetOptions options) {
    requireOpen();
    requireNothingSent();
    List<OptionalLong> seeds = VectorResets.seeds(options, numEnvs);
    ResetBounds bounds = task.resetBounds().with(options.options());
    VectorResets.requireMaskAllowed(options.mask(), numEnvs, autoresetMode, begun);
    for (int i = 0; i < numEnvs; i++) {
      if (options.mask().isEmpty() || options.mask().get(i)) {
        OptionalLong seed = seeds.get(i);
        if (seed.isPresent()) {
          randoms[i] = NumPyRandom.seeded(seed.getAsLong());
        }
        begin(i, bounds);
      }
    }
    begun = true;
    ended = 0;
    return new VectorResetResult(observe(), Map.of());
  }

  private void begin(int i, ResetBounds bounds) {
    NumPyRandom random = randoms[i];
    if (random == null) {
      random = NumPyRandom.unseeded();
      randoms[i] = random;
    }
    motion.begin(i, random, bounds);
    elapsedSteps[i] = 0;
    over[i] = false;
  }

  private void requireOpen() {
    lifetime.requireOpen(name);
  }

  private void requireNothingSent() {
    if (sent != null) {
      throw new IllegalStateException("a step was sent and not received; call receive() first");
    }
  }

  @Override
  public void send(Value newActions) {
    requireNothingSent();
    sent = newActions;
  }

  @Override
  public VectorStepResult receive() {
    Value value = sent;
    if (value == null) {
      throw new IllegalStateException("no step was sent; call send(actions) first");
    }
    sent = null;
    requireBegun();
    if (!(value instanceof NdArray array)
        || !array.dtype().isInteger()
        || array.shape().length != 1
        || array.size() != numEnvs) {
      throw new InvalidActionException(
          "actions must be integers of shape [%d], each in [0, %d), got %s"
              .formatted(numEnvs, task.actions(), value));
    }
    NdArray longs = array.asType(DType.INT64);
    longs.bytes().asLongBuffer().get(received);
    for (int i = 0; i < numEnvs; i++) {
      actions[i] = checkedAction(i, received[i]);
    }
    return advance();
  }

  @Override
  public VectorStepResult step(int[] newActions) {
    requireNothingSent();
    requireBegun();
    if (newActions.length != numEnvs) {
      throw new InvalidActionException(
          "actions must be %d integers, each in [0, %d), got %d"
              .formatted(numEnvs, task.actions(), newActions.length));
    }
    for (int i = 0; i < numEnvs; i++) {
      actions[i] = checkedAction(i, newActions[i]);
    }
    return advance();
  }

  private void requireBegun() {
    requireOpen();
    (begun ? EpisodeState.RUNNING : EpisodeState.NOT_BEGUN).requireRunning();
  }

  private int checkedAction(int i, long action) {
    if (action < 0 || action >= task.actions()) {
      throw task.invalidAction("action of environment " + i, action);
    }
    return (int) action;
  }

  private VectorStepResult advance() {
    VectorResets.requireNoneOver(over, autoresetMode);
    double[] rewards = new double[numEnvs];
    boolean[] terminated = new boolean[numEnvs];
    boolean[] truncated = new boolean[numEnvs];
    motion.advance(actions, rewards, terminated);
    if (autoresetMode == AutoresetMode.NEXT_STEP) {
      restartEnded(rewards, terminated);
    }
    findEnded(terminated, truncated);
    NdArray finalObservation =
        ended > 0 && autoresetMode == AutoresetMode.SAME_STEP ? restartEnded() : null;
    return new VectorStepResult(
        observe(), rewards, terminated, truncated, finalObservation, Map.of(), Map.of());
  }

  /** Begins anew the episodes that ended in the step before: theirs only resets. */
  private void restartEnded(double[] rewards, boolean[] terminated) {
    for (int k = 0; k < ended; k++) {
      int i = ends[k];
      begin(i, task.resetBounds());
      elapsedSteps[i] = -1;
      rewards[i] = 0;
      terminated[i] = false;
    }
  }

  /** Counts the step, without a branch for each environment, which could not be foreseen. */
  @SuppressWarnings("ShortCircuitBoolean")
  private void findEnded(boolean[] terminated, boolean[] truncated) {
    int count = 0;
    for (int i = 0; i < numEnvs; i++) {
      boolean late = ++elapsedSteps[i] >= stepLimit;
      boolean ends = terminated[i] | late;
      truncated[i] = late;
      over[i] = ends;
      this.ends[count] = i;
      count += ends ? 1 : 0;
    }
    ended = count;
  }

  /** Begins anew the episodes that are over, and returns their last observations, [ended, ...]. */
  private NdArray restartEnded() {
    float[] last = new float[ended * observationSize];
    for (int k = 0; k < ended; k++) {
      motion.observe(ends[k], 1, last, k * observationSize);
      begin(ends[k], task.resetBounds());
    }
    return NdArray.of(last, ended, observationSize);
  }

  private NdArray observe() {
    motion.observe(0, numEnvs, observations, 0);
    return NdArray.of(observations, numEnvs, observationSize);
  }

  @Override
  public List<Rendering> render() {
    requireOpen();
    if (renderer == null) {
      throw task.notDrawn();
    }
    if (!begun) {
      throw new ResetNeededException("render called before reset; call reset() first");
    }
    List<Rendering> renderings = new ArrayList<>(numEnvs);
    for (int i = 0; i < numEnvs; i++) {
      renderings.add(Rendering.of(renderer.draw(motion.state(i))));
    }
    return renderings;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
