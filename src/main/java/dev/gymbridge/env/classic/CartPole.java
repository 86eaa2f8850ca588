package dev.gymbridge.env.classic;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Discrete;
import java.util.Arrays;
import java.util.Map;

/**
 * Gymnasium's CartPole: balance a pole on a cart by pushing the cart.
 *
 * <p>Observation, float32 [4]: position, velocity, angle, angular velocity. Action: 0 pushes left,
 * 1 right. The task ends when the cart is more than 2.4 from the middle or the pole leans more than
 * 12 degrees.
 *
 * <p>Source: A. G. Barto, R. S. Sutton, C. W. Anderson, "Neuronlike adaptive elements that can
 * solve difficult learning control problems", 1983; with the equations of R. V. Florian, "Correct
 * equations for the dynamics of the cart-pole system", 2005, without friction.
 */
final class CartPole implements Motion {
  /** The task ends when the cart is farther out, in metres. */
  static final double POSITION_LIMIT = 2.4;

  /** The task ends when the pole leans farther, in radians: 12 degrees. */
  static final double ANGLE_LIMIT = 12 * 2 * Math.PI / 360;

  static final ClassicTask TASK =
      new ClassicTask(
          "CartPole-v1",
          500,
          475,
          50,
          observationBounds(),
          new Discrete(2),
          new ResetBounds(-0.05, 0.05),
          CartPole::new,
          CartPoleRenderer::new);

  private static final String SUTTON_BARTO_REWARD = "sutton_barto_reward";

  private final boolean suttonBartoReward;
  private final Carts[] blocks;

  private CartPole(int numEnvs, Map<String, Object> arguments) {
    suttonBartoReward = Arguments.of("CartPole-v1", arguments).flag(SUTTON_BARTO_REWARD);
    blocks = new Carts[(numEnvs + Carts.MOST - 1) / Carts.MOST];
    for (int block = 0; block < blocks.length; block++) {
      blocks[block] = new Carts(Math.min(Carts.MOST, numEnvs - block * Carts.MOST));
    }
  }

  private static Box observationBounds() {
    // Twice the limits, so that the observation that ends an episode still lies inside.
    float position = (float) (POSITION_LIMIT * 2);
    float angle = (float) (ANGLE_LIMIT * 2);
    float any = Float.POSITIVE_INFINITY;
    return Box.of(
        new float[] {-position, -any, -angle, -any}, new float[] {position, any, angle, any});
  }

  private Carts blockOf(int i) {
    return blocks[i / Carts.MOST];
  }

  @Override
  public void begin(int i, NumPyRandom random, ResetBounds bounds) {
    blockOf(i).begin(i % Carts.MOST, random, bounds);
  }

  @Override
  public void advance(int[] actions, double[] rewards, boolean[] terminated) {
    for (int block = 0; block < blocks.length; block++) {
      blocks[block].advance(actions, block * Carts.MOST, terminated);
    }
    if (!suttonBartoReward) {
      Arrays.fill(rewards, 1);
      return;
    }
    for (int i = 0; i < rewards.length; i++) {
      rewards[i] = terminated[i] ? -1 : 0;
    }
  }

  @Override
  public void observe(int first, int count, float[] target, int at) {
    for (int i = first; i < first + count; ) {
      int within = i % Carts.MOST;
      int here = Math.min(Carts.MOST - within, first + count - i);
      blockOf(i).observe(within, here, target, at + 4 * (i - first));
      i += here;
    }
  }

  @Override
  public double[] state(int i) {
    return blockOf(i).state(i % Carts.MOST);
  }
}
