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
 * N CartPoles in flat arrays, stepped in one loop; what comes out is what {@code SyncVectorEnv}
 * over N environments gives, each with random numbers of its own.
 *
 * <p>A step allocates the result's arrays and nothing for each environment.
 */
final class CartPoleVector implements VectorEnvironment {
  private static final int STATE_SIZE = CartPolePhysics.STATE_SIZE;

  private final int numEnvs;
  private final AutoresetMode autoresetMode;
  private final CartPoleArguments arguments;
  private final OptionalInt maxEpisodeSteps;
  private final int stepLimit;
  private final @Nullable CartPoleRenderer renderer;
  private final Lifetime lifetime;

  private final double[] states; // [N, 4]
  private final float[] observations; // [N, 4]
  private final int[] elapsedSteps; // [N]
  private final boolean[] over; // [N], whose episode is over and who was not reset since
  private final @Nullable NumPyRandom[] randoms; // [N]
  private final int[] actions; // [N]
  private @Nullable Value sent;
  private boolean begun;

  /**
   * N carts and poles at rest.
   *
   * @param maxEpisodeSteps at least 1; empty for no limit
   */
  CartPoleVector(
      int numEnvs,
      AutoresetMode autoresetMode,
      CartPoleArguments arguments,
      OptionalInt maxEpisodeSteps,
      boolean drawn,
      Lifetime lifetime) {
    this.numEnvs = numEnvs;
    this.autoresetMode = autoresetMode;
    this.arguments = arguments;
    this.maxEpisodeSteps = maxEpisodeSteps;
    this.stepLimit = maxEpisodeSteps.orElse(Integer.MAX_VALUE);
    this.renderer = drawn ? new CartPoleRenderer() : null;
    this.lifetime = lifetime;
    states = new double[numEnvs * STATE_SIZE];
    observations = new float[numEnvs * STATE_SIZE];
    elapsedSteps = new int[numEnvs];
    over = new boolean[numEnvs];
    randoms = new NumPyRandom[numEnvs];
    actions = new int[numEnvs];
  }

  @Override
  public int numEnvs() {
    return numEnvs;
  }

  @Override
  public EnvironmentSpec spec() {
    return CartPole.spec(maxEpisodeSteps);
  }

  @Override
  public AutoresetMode autoresetMode() {
    return autoresetMode;
  }

  @Override
  public Box singleObservationSpace() {
    return CartPole.OBSERVATION_SPACE;
  }

  @Override
  public Discrete singleActionSpace() {
    return CartPole.ACTION_SPACE;
  }

  @Override
  public VectorResetResult reset(VectorResetOptions options) {
    lifetime.requireOpen("vector of " + CartPole.ID);
    requireNothingSent();
    List<OptionalLong> seeds = VectorResets.seeds(options, numEnvs);
    ResetBounds bounds = ResetBounds.of(options.options());
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
    return new VectorResetResult(observe(), Map.of());
  }

  private void begin(int i, ResetBounds bounds) {
    NumPyRandom random = randoms[i];
    if (random == null) {
      random = NumPyRandom.unseeded();
      randoms[i] = random;
    }
    random.uniform(bounds.low(), bounds.high(), states, i * STATE_SIZE, STATE_SIZE);
    elapsedSteps[i] = 0;
    over[i] = false;
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
    Value received = sent;
    if (received == null) {
      throw new IllegalStateException("no step was sent; call send(actions) first");
    }
    sent = null;
    requireBegun();
    if (!(received instanceof NdArray array)
        || !array.dtype().isInteger()
        || array.shape().length != 1
        || array.size() != numEnvs) {
      throw new InvalidActionException(
          "actions must be integers of shape [%d], each in [0, 2), got %s"
              .formatted(numEnvs, received));
    }
    for (int i = 0; i < numEnvs; i++) {
      actions[i] = checkedAction(i, array.getLong(i));
    }
    return advance();
  }

  @Override
  public VectorStepResult step(int[] newActions) {
    requireNothingSent();
    requireBegun();
    if (newActions.length != numEnvs) {
      throw new InvalidActionException(
          "actions must be %d integers, each in [0, 2), got %d"
              .formatted(numEnvs, newActions.length));
    }
    for (int i = 0; i < numEnvs; i++) {
      actions[i] = checkedAction(i, newActions[i]);
    }
    return advance();
  }

  private void requireBegun() {
    lifetime.requireOpen("vector of " + CartPole.ID);
    (begun ? EpisodeState.RUNNING : EpisodeState.NOT_BEGUN).requireRunning();
  }

  private int checkedAction(int i, long action) {
    if (action < 0 || action > 1) {
      throw CartPole.invalidAction("action of environment " + i, action);
    }
    return (int) action;
  }

  private VectorStepResult advance() {
    VectorResets.requireNoneOver(over, autoresetMode);
    double[] rewards = new double[numEnvs];
    boolean[] terminated = new boolean[numEnvs];
    boolean[] truncated = new boolean[numEnvs];
    int ended = 0;
    for (int i = 0; i < numEnvs; i++) {
      if (over[i]) { // NEXT_STEP: this step only resets
        begin(i, ResetBounds.DEFAULT);
        continue;
      }
      boolean fell = CartPolePhysics.advance(states, i * STATE_SIZE, actions[i]);
      boolean timeIsUp = ++elapsedSteps[i] >= stepLimit;
      rewards[i] = arguments.reward(fell);
      terminated[i] = fell;
      truncated[i] = timeIsUp;
      if (fell || timeIsUp) {
        over[i] = true;
        ended++;
      }
    }
    NdArray finalObservation =
        ended > 0 && autoresetMode == AutoresetMode.SAME_STEP ? restartEnded(ended) : null;
    return new VectorStepResult(
        observe(), rewards, terminated, truncated, finalObservation, Map.of(), Map.of());
  }

  /** Begins anew the episodes that are over, and returns their last observations, [ended, 4]. */
  private NdArray restartEnded(int ended) {
    float[] last = new float[ended * STATE_SIZE];
    int next = 0;
    for (int i = 0; i < numEnvs; i++) {
      if (over[i]) {
        for (int k = 0; k < STATE_SIZE; k++) {
          last[next++] = (float) states[i * STATE_SIZE + k];
        }
        begin(i, ResetBounds.DEFAULT);
      }
    }
    return NdArray.of(last, ended, STATE_SIZE);
  }

  private NdArray observe() {
    CartPolePhysics.observe(states, observations);
    return NdArray.of(observations, numEnvs, STATE_SIZE);
  }

  @Override
  public List<Rendering> render() {
    lifetime.requireOpen("vector of " + CartPole.ID);
    if (renderer == null) {
      throw CartPole.notDrawn();
    }
    if (!begun) {
      throw new ResetNeededException("render called before reset; call reset() first");
    }
    List<Rendering> renderings = new ArrayList<>(numEnvs);
    for (int i = 0; i < numEnvs; i++) {
      renderings.add(
          Rendering.of(renderer.draw(states[i * STATE_SIZE], states[i * STATE_SIZE + 2])));
    }
    return renderings;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
