package dev.gymbridge.env.classic;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Gymnasium's CartPole without its time limit: balance a pole on a cart by pushing the cart.
 *
 * <p>Observation, float32 [4]: position, velocity, angle, angular velocity. Action: 0 pushes left,
 * 1 right. The task ends when the cart is more than 2.4 from the middle or the pole leans more than
 * 12 degrees.
 */
final class CartPole implements Environment {
  static final String ID = "CartPole-v1";
  static final int MAX_EPISODE_STEPS = 500;
  static final Box OBSERVATION_SPACE = observationBounds();
  static final Discrete ACTION_SPACE = new Discrete(2);

  private final double[] state = new double[CartPolePhysics.STATE_SIZE];
  private final float[] observation = new float[CartPolePhysics.STATE_SIZE];
  private final CartPoleArguments arguments;
  private final @Nullable CartPoleRenderer renderer;
  private final Lifetime lifetime;
  private @Nullable NumPyRandom random;
  private EpisodeState episode = EpisodeState.NOT_BEGUN;

  /**
   * A cart and pole at rest.
   *
   * @param drawn whether {@link #render} draws frames
   */
  CartPole(CartPoleArguments arguments, boolean drawn, Lifetime lifetime) {
    this.arguments = arguments;
    this.renderer = drawn ? new CartPoleRenderer() : null;
    this.lifetime = lifetime;
  }

  private static Box observationBounds() {
    // Twice the limits, so that the observation that ends an episode still lies inside.
    float position = (float) (CartPolePhysics.POSITION_LIMIT * 2);
    float angle = (float) (CartPolePhysics.ANGLE_LIMIT * 2);
    float any = Float.POSITIVE_INFINITY;
    return Box.of(
        new float[] {-position, -any, -angle, -any}, new float[] {position, any, angle, any});
  }

  static EnvironmentSpec spec(OptionalInt maxEpisodeSteps) {
    return new EnvironmentSpec(
        ID,
        maxEpisodeSteps,
        OptionalDouble.of(475),
        false,
        List.of(RenderMode.RGB_ARRAY, RenderMode.RGB_ARRAY_LIST),
        OptionalDouble.of(50));
  }

  static InvalidActionException invalidAction(String which, Object action) {
    return new InvalidActionException("%s must be in [0, 2), got %s".formatted(which, action));
  }

  @Override
  public EnvironmentSpec spec() {
    return spec(OptionalInt.empty());
  }

  @Override
  public Box observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Discrete actionSpace() {
    return ACTION_SPACE;
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    lifetime.requireOpen(ID);
    ResetBounds bounds = ResetBounds.of(options.options());
    if (options.seed().isPresent()) {
      random = NumPyRandom.seeded(options.seed().getAsLong());
    } else if (random == null) {
      random = NumPyRandom.unseeded();
    }
    random.uniform(bounds.low(), bounds.high(), state, 0, state.length);
    episode = EpisodeState.RUNNING;
    return new ResetResult(observe(), Map.of());
  }

  @Override
  public StepResult step(Value action) {
    requireRunning();
    if (!ACTION_SPACE.contains(action)) {
      throw action instanceof NdArray array && array.shape().length == 0
          ? invalidAction("action", array.dtype().isFloat() ? array : array.getLong(0))
          : invalidAction("action", action);
    }
    return step(((NdArray) action).getLong(0));
  }

  @Override
  public StepResult step(long action) {
    requireRunning();
    if (action < 0 || action > 1) {
      throw invalidAction("action", action);
    }
    boolean terminated = CartPolePhysics.advance(state, 0, (int) action);
    if (terminated) {
      episode = EpisodeState.OVER;
    }
    return new StepResult(observe(), arguments.reward(terminated), terminated, false, Map.of());
  }

  private void requireRunning() {
    lifetime.requireOpen(ID);
    episode.requireRunning();
  }

  private NdArray observe() {
    CartPolePhysics.observe(state, observation);
    return NdArray.of(observation, observation.length);
  }

  @Override
  public Rendering render() {
    lifetime.requireOpen(ID);
    if (renderer == null) {
      throw notDrawn();
    }
    if (episode == EpisodeState.NOT_BEGUN) {
      throw new ResetNeededException("render called before reset; call reset() first");
    }
    return Rendering.of(renderer.draw(state[0], state[2]));
  }

  static EnvironmentException notDrawn() {
    return new EnvironmentException(
        ID + " was made without a render mode; make it with RenderMode.RGB_ARRAY");
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
