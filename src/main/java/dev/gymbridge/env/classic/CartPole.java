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
 * <p>The floating-point operations stand in the order in which Gymnasium has them, so that the same
 * state and action lead to the same bits. Each number of the state has an array of its own, and the
 * loops over them are short and do not branch, so that the JVM computes several environments at
 * once: one long loop takes three times as long.
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

  private static final double GRAVITY = 9.8;
  private static final double CART_MASS = 1.0;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = POLE_MASS + CART_MASS;
  private static final double POLE_HALF_LENGTH = 0.5;
  private static final double POLE_MASS_LENGTH = POLE_MASS * POLE_HALF_LENGTH;
  private static final double[] FORCES = {-10.0, 10.0};
  private static final double STEP_SECONDS = 0.02;

  private final int numEnvs;
  private final boolean suttonBartoReward;

  // All [N]: metres from the middle and radians rightward of upright, with their velocities.
  private final double[] position;
  private final double[] velocity;
  private final double[] angle;
  private final double[] angularVelocity;

  // All [N]: what a step computes on its way.
  private final double[] force;
  private final double[] sin;
  private final double[] cos;
  private final double[] rest;
  private final double[] push;
  private final double[] acceleration;
  private final double[] angularAcceleration;
  private boolean anyLargeAngle;

  private CartPole(int numEnvs, Map<String, Object> arguments) {
    this.numEnvs = numEnvs;
    suttonBartoReward = Arguments.of("CartPole-v1", arguments).flag(SUTTON_BARTO_REWARD);
    position = new double[numEnvs];
    velocity = new double[numEnvs];
    angle = new double[numEnvs];
    angularVelocity = new double[numEnvs];
    force = new double[numEnvs];
    sin = new double[numEnvs];
    cos = new double[numEnvs];
    rest = new double[numEnvs];
    push = new double[numEnvs];
    acceleration = new double[numEnvs];
    angularAcceleration = new double[numEnvs];
  }

  private static Box observationBounds() {
    // Twice the limits, so that the observation that ends an episode still lies inside.
    float position = (float) (POSITION_LIMIT * 2);
    float angle = (float) (ANGLE_LIMIT * 2);
    float any = Float.POSITIVE_INFINITY;
    return Box.of(
        new float[] {-position, -any, -angle, -any}, new float[] {position, any, angle, any});
  }

  @Override
  public void begin(int i, NumPyRandom random, ResetBounds bounds) {
    position[i] = bounds.draw(random);
    velocity[i] = bounds.draw(random);
    angle[i] = bounds.draw(random);
    angularVelocity[i] = bounds.draw(random);
    anyLargeAngle |= Math.abs(angle[i]) > Trigonometry.SMALL;
  }

  @Override
  public void advance(int[] actions, double[] rewards, boolean[] terminated) {
    for (int i = 0; i < numEnvs; i++) {
      force[i] = FORCES[actions[i]];
    }
    takeSinesAndCosines();
    accelerate();
    move(position, velocity);
    move(velocity, acceleration);
    move(angle, angularVelocity);
    move(angularVelocity, angularAcceleration);
    for (int i = 0; i < numEnvs; i++) {
      terminated[i] = isOver(position[i], angle[i]);
    }
    if (!suttonBartoReward) {
      Arrays.fill(rewards, 1);
      return;
    }
    for (int i = 0; i < numEnvs; i++) {
      rewards[i] = terminated[i] ? -1 : 0;
    }
  }

  private static boolean isOver(double position, double angle) {
    return Math.abs(position) > POSITION_LIMIT || Math.abs(angle) > ANGLE_LIMIT;
  }

  private void takeSinesAndCosines() {
    if (anyLargeAngle) { // Only a reset's own bounds lead there: the pole falls at a small angle.
      for (int i = 0; i < numEnvs; i++) {
        sin[i] = Trigonometry.sin(angle[i]);
        cos[i] = Trigonometry.cos(angle[i]);
      }
      return;
    }
    for (int i = 0; i < numEnvs; i++) {
      cos[i] = Trigonometry.cosOfSmall(angle[i]);
    }
    for (int i = 0; i < numEnvs; i++) {
      rest[i] = Trigonometry.cubeRest(angle[i]);
    }
    for (int i = 0; i < numEnvs; i++) {
      rest[i] = Trigonometry.sixthRest(angle[i], rest[i]);
    }
    for (int i = 0; i < numEnvs; i++) {
      sin[i] = Trigonometry.fromFifth(angle[i]);
    }
    for (int i = 0; i < numEnvs; i++) {
      sin[i] = Trigonometry.sineSum(angle[i], sin[i], rest[i]);
    }
  }

  private void accelerate() {
    for (int i = 0; i < numEnvs; i++) {
      push[i] =
          (force[i] + POLE_MASS_LENGTH * (angularVelocity[i] * angularVelocity[i]) * sin[i])
              / TOTAL_MASS;
    }
    for (int i = 0; i < numEnvs; i++) {
      angularAcceleration[i] =
          (GRAVITY * sin[i] - cos[i] * push[i])
              / (POLE_HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos[i] * cos[i]) / TOTAL_MASS));
    }
    for (int i = 0; i < numEnvs; i++) {
      acceleration[i] = push[i] - POLE_MASS_LENGTH * angularAcceleration[i] * cos[i] / TOTAL_MASS;
    }
  }

  private void move(double[] what, double[] speed) {
    for (int i = 0; i < numEnvs; i++) {
      what[i] += STEP_SECONDS * speed[i];
    }
  }

  @Override
  public void observe(int first, int count, float[] target, int at) {
    for (int i = first, to = at; i < first + count; i++, to += 4) {
      target[to] = (float) position[i];
      target[to + 1] = (float) velocity[i];
      target[to + 2] = (float) angle[i];
      target[to + 3] = (float) angularVelocity[i];
    }
  }

  @Override
  public double[] state(int i) {
    return new double[] {position[i], velocity[i], angle[i], angularVelocity[i]};
  }
}
