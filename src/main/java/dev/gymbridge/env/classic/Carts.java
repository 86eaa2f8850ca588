package dev.gymbridge.env.classic;

/**
 * The states of up to 64 carts with their poles, and the law by which they move.
 *
 * <p>The floating-point operations stand in the order in which Gymnasium has them, so that the same
 * state and action lead to the same bits. Each number of the state has an array of its own, which
 * fits into the processor's nearest cache with all others, and the loops over them are short, do
 * not branch and are always as long: so the JVM computes eight carts at once, whoever ran first.
 */
final class Carts {
  /** Carts in an array, of which the last may stand idle. */
  static final int MOST = 64;

  /** Up to so many are moved one by one, which is then faster. */
  private static final int FEW = 16;

  private static final double GRAVITY = 9.8;
  private static final double CART_MASS = 1.0;
  private static final double POLE_MASS = 0.1;
  private static final double TOTAL_MASS = POLE_MASS + CART_MASS;
  private static final double POLE_HALF_LENGTH = 0.5;
  private static final double POLE_MASS_LENGTH = POLE_MASS * POLE_HALF_LENGTH;
  private static final double[] FORCES = {-10.0, 10.0};
  private static final double STEP_SECONDS = 0.02;

  private final int count;

  // All [MOST]: metres from the middle and radians rightward of upright, with their velocities.
  private final double[] position = new double[MOST];
  private final double[] velocity = new double[MOST];
  private final double[] angle = new double[MOST];
  private final double[] angularVelocity = new double[MOST];
  private boolean anyLargeAngle;

  // All [MOST]: what a step computes on its way.
  private final double[] force = new double[MOST];
  private final double[] sin = new double[MOST];
  private final double[] cos = new double[MOST];
  private final double[] push = new double[MOST];
  private final double[] acceleration = new double[MOST];
  private final double[] angularAcceleration = new double[MOST];

  /** So many, at most {@link #MOST}, at rest. */
  Carts(int count) {
    this.count = count;
  }

  /** Draws the first state of one. */
  void begin(int i, NumPyRandom random, ResetBounds bounds) {
    position[i] = bounds.draw(random);
    velocity[i] = bounds.draw(random);
    angle[i] = bounds.draw(random);
    angularVelocity[i] = bounds.draw(random);
    anyLargeAngle |= Math.abs(angle[i]) > Trigonometry.SMALL;
  }

  /**
   * Moves all on by one step.
   *
   * @param actions of which those from {@code first} on are theirs
   * @param terminated receives likewise whether the task itself ended
   */
  @SuppressWarnings("ShortCircuitBoolean")
  void advance(int[] actions, int first, boolean[] terminated) {
    // Only a reset's own bounds lead to large angles: a pole falls at a small one.
    if (count <= FEW || anyLargeAngle) {
      for (int i = 0; i < count; i++) {
        advance(i, FORCES[actions[first + i]]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        force[i] = FORCES[actions[first + i]];
      }
      advanceAll();
    }
    for (int i = 0; i < count; i++) {
      // Without a branch, which could not be foreseen.
      terminated[first + i] =
          Math.abs(position[i]) > CartPole.POSITION_LIMIT
              | Math.abs(angle[i]) > CartPole.ANGLE_LIMIT;
    }
  }

  private void advance(int i, double towards) {
    double sine = Trigonometry.sin(angle[i]);
    double cosine = Trigonometry.cos(angle[i]);
    double pushed = push(towards, sine, angularVelocity[i]);
    double angular = angularAcceleration(sine, cosine, pushed);
    position[i] = moved(position[i], velocity[i]);
    velocity[i] = moved(velocity[i], acceleration(cosine, pushed, angular));
    angle[i] = moved(angle[i], angularVelocity[i]);
    angularVelocity[i] = moved(angularVelocity[i], angular);
  }

  private void advanceAll() {
    takeSinesAndCosines(angle, sin, cos);
    accelerate(force, sin, cos, angularVelocity, push, acceleration, angularAcceleration);
    move(position, velocity);
    move(velocity, acceleration);
    move(angle, angularVelocity);
    move(angularVelocity, angularAcceleration);
  }

  // The loops are over parameters: the JVM knows that these stay the same, as fields might not.

  private static void takeSinesAndCosines(double[] angle, double[] sin, double[] cos) {
    for (int i = 0; i < MOST; i++) {
      sin[i] = Trigonometry.sinOfSmall(angle[i]);
    }
    for (int i = 0; i < MOST; i++) {
      cos[i] = Trigonometry.cosOfSmall(angle[i]);
    }
  }

  private static void accelerate(
      double[] force,
      double[] sin,
      double[] cos,
      double[] angularVelocity,
      double[] push,
      double[] acceleration,
      double[] angularAcceleration) {
    for (int i = 0; i < MOST; i++) {
      push[i] = push(force[i], sin[i], angularVelocity[i]);
    }
    for (int i = 0; i < MOST; i++) {
      angularAcceleration[i] = angularAcceleration(sin[i], cos[i], push[i]);
    }
    for (int i = 0; i < MOST; i++) {
      acceleration[i] = acceleration(cos[i], push[i], angularAcceleration[i]);
    }
  }

  private static void move(double[] what, double[] speed) {
    for (int i = 0; i < MOST; i++) {
      what[i] = moved(what[i], speed[i]);
    }
  }

  private static double push(double force, double sin, double angularVelocity) {
    return (force + POLE_MASS_LENGTH * (angularVelocity * angularVelocity) * sin) / TOTAL_MASS;
  }

  private static double angularAcceleration(double sin, double cos, double push) {
    return (GRAVITY * sin - cos * push)
        / (POLE_HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS));
  }

  private static double acceleration(double cos, double push, double angularAcceleration) {
    return push - POLE_MASS_LENGTH * angularAcceleration * cos / TOTAL_MASS;
  }

  private static double moved(double what, double speed) {
    return what + STEP_SECONDS * speed;
  }

  /** Writes the observations of {@code count}, float32 [count, 4]. */
  void observe(int first, int count, float[] target, int at) {
    for (int i = first, to = at; i < first + count; i++, to += 4) {
      target[to] = (float) position[i];
      target[to + 1] = (float) velocity[i];
      target[to + 2] = (float) angle[i];
      target[to + 3] = (float) angularVelocity[i];
    }
  }

  double[] state(int i) {
    return new double[] {position[i], velocity[i], angle[i], angularVelocity[i]};
  }
}
