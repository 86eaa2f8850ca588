package dev.gymbridge.env.classic;

/**
 * The motion of the cart and the pole over one step of 0.02 seconds, by Euler's method.
 *
 * <p>The floating-point operations stand in the order in which Gymnasium has them, so that the same
 * state and action lead to the same bits.
 *
 * <p>Source: A. G. Barto, R. S. Sutton, C. W. Anderson, "Neuronlike adaptive elements that can
 * solve difficult learning control problems", 1983; with the equations of R. V. Florian, "Correct
 * equations for the dynamics of the cart-pole system", 2005, without friction.
 */
final class CartPolePhysics {
  /**
   * Numbers in a state: position of the cart (metres), its velocity, angle of the pole (radians,
   * rightward positive), its angular velocity.
   */
  static final int STATE_SIZE = 4;

  /** The episode ends when the cart is farther out, in metres. */
  static final double POSITION_LIMIT = 2.4;

  /** The episode ends when the pole leans farther, in radians: 12 degrees. */
  static final double ANGLE_LIMIT = 12 * 2 * Math.PI / 360;

  private static final double GRAVITY = 9.8;
  private static final double CART_MASS = 1.0;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = POLE_MASS + CART_MASS;
  private static final double POLE_HALF_LENGTH = 0.5;
  private static final double POLE_MASS_LENGTH = POLE_MASS * POLE_HALF_LENGTH;
  private static final double FORCE = 10.0;
  private static final double STEP_SECONDS = 0.02;

  private CartPolePhysics() {}

  /**
   * Moves on one state by one step.
   *
   * @param states states one after the other, [n, 4], of which one is changed in place
   * @param at where that state begins
   * @param action 0 pushes the cart left, 1 right
   * @return whether the cart or the pole is now beyond its limit
   */
  static boolean advance(double[] states, int at, int action) {
    double position = states[at];
    double velocity = states[at + 1];
    double angle = states[at + 2];
    double angularVelocity = states[at + 3];

    double force = action == 1 ? FORCE : -FORCE;
    double cos = SmallAngle.cos(angle);
    double sin = SmallAngle.sin(angle);
    double push =
        (force + POLE_MASS_LENGTH * (angularVelocity * angularVelocity) * sin) / TOTAL_MASS;
    double angularAcceleration =
        (GRAVITY * sin - cos * push)
            / (POLE_HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS));
    double acceleration = push - POLE_MASS_LENGTH * angularAcceleration * cos / TOTAL_MASS;

    position += STEP_SECONDS * velocity;
    velocity += STEP_SECONDS * acceleration;
    angle += STEP_SECONDS * angularVelocity;
    angularVelocity += STEP_SECONDS * angularAcceleration;

    states[at] = position;
    states[at + 1] = velocity;
    states[at + 2] = angle;
    states[at + 3] = angularVelocity;
    return position < -POSITION_LIMIT
        || position > POSITION_LIMIT
        || angle < -ANGLE_LIMIT
        || angle > ANGLE_LIMIT;
  }

  /** Rounds {@code states}, [n, 4], to float32 observations. */
  static void observe(double[] states, float[] observations) {
    for (int i = 0; i < states.length; i++) {
      observations[i] = (float) states[i];
    }
  }
}
