package dev.gymbridge.env.classic;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Discrete;
import java.util.Arrays;
import java.util.Map;

/**
 * Gymnasium's Acrobot: swing the free end of two links up, by a torque at the joint between them.
 *
 * <p>Observation, float32 [6]: cosine and sine of the first angle, cosine and sine of the second,
 * both angular velocities. Action: a torque of -1, 0 or 1. The reward is -1, and 0 on the step that
 * lifts the end a link's length above the axle, which ends the task.
 *
 * <p>One step of 0.2 seconds by Runge and Kutta's method of the fourth order, its operations in
 * Gymnasium's order. Differs from Gymnasium by rounding alone: there squares are powers of the C
 * library, which in one of a thousand cases are off by the last bit, and sines likewise.
 *
 * <p>Source: R. S. Sutton, A. G. Barto, "Reinforcement Learning: An Introduction", 2018, section
 * 11.3 of the first edition.
 */
final class Acrobot implements Motion {
  static final double FASTEST_FIRST = 4 * Math.PI;
  static final double FASTEST_SECOND = 9 * Math.PI;

  static final ClassicTask TASK =
      new ClassicTask(
          "Acrobot-v1",
          500,
          -100,
          15,
          observationBounds(),
          new Discrete(3),
          new ResetBounds(-0.1, 0.1),
          Acrobot::new,
          AcrobotRenderer::new);

  private static final int STATE_SIZE = 4;
  private static final double GRAVITY = 9.8;
  private static final double CENTRE = 0.5; // of a link's mass, from its upper end
  private static final double INERTIA = 1;
  private static final double STEP_SECONDS = 0.2;
  // Beyond it, where only a reset's own bounds lead, Gymnasium subtracts turns for ever.
  private static final double LARGEST_ANGLE = 1e9;

  private final double[] states; // [N, 4]: both angles, both angular velocities
  private final double[] start = new double[STATE_SIZE];
  private final double[] between = new double[STATE_SIZE];
  private final double[][] slopes = new double[4][STATE_SIZE];

  private Acrobot(int numEnvs, Map<String, Object> arguments) {
    Arguments.of("Acrobot-v1", arguments).requireNone();
    states = new double[numEnvs * STATE_SIZE];
  }

  private static Box observationBounds() {
    float first = (float) FASTEST_FIRST;
    float second = (float) FASTEST_SECOND;
    return Box.of(
        new float[] {-1, -1, -1, -1, -first, -second}, new float[] {1, 1, 1, 1, first, second});
  }

  @Override
  public void begin(int i, NumPyRandom random, ResetBounds bounds) {
    for (int k = 0; k < STATE_SIZE; k++) {
      states[i * STATE_SIZE + k] = (float) bounds.draw(random); // Gymnasium rounds it too.
    }
  }

  @Override
  public void advance(int[] actions, double[] rewards, boolean[] terminated) {
    for (int i = 0; i < terminated.length; i++) {
      int at = i * STATE_SIZE;
      integrate(at, actions[i] - 1);
      states[at] = wrapped(states[at]);
      states[at + 1] = wrapped(states[at + 1]);
      states[at + 2] = clipped(states[at + 2], FASTEST_FIRST);
      states[at + 3] = clipped(states[at + 3], FASTEST_SECOND);
      double height = -Trigonometry.cos(states[at]) - Trigonometry.cos(states[at + 1] + states[at]);
      terminated[i] = height > 1;
      rewards[i] = terminated[i] ? 0 : -1;
    }
  }

  private void integrate(int at, double torque) {
    double half = STEP_SECONDS / 2;
    System.arraycopy(states, at, start, 0, STATE_SIZE);
    slope(start, torque, slopes[0]);
    slope(moved(half, slopes[0]), torque, slopes[1]);
    slope(moved(half, slopes[1]), torque, slopes[2]);
    slope(moved(STEP_SECONDS, slopes[2]), torque, slopes[3]);
    for (int k = 0; k < STATE_SIZE; k++) {
      double sum = slopes[0][k] + 2 * slopes[1][k] + 2 * slopes[2][k] + slopes[3][k];
      states[at + k] = start[k] + STEP_SECONDS / 6 * sum;
    }
  }

  private double[] moved(double seconds, double[] slope) {
    for (int k = 0; k < STATE_SIZE; k++) {
      between[k] = start[k] + seconds * slope[k];
    }
    return between;
  }

  /** The velocities and accelerations of a state. Masses and lengths of the links are all 1. */
  private static void slope(double[] state, double torque, double[] slope) {
    double first = state[0];
    double second = state[1];
    double firstVelocity = state[2];
    double secondVelocity = state[3];
    double cos = Trigonometry.cos(second);
    double sin = Trigonometry.sin(second);
    double d1 = CENTRE * CENTRE + (1 + CENTRE * CENTRE + cos) + INERTIA + INERTIA;
    double d2 = CENTRE * CENTRE + CENTRE * cos + INERTIA;
    double phi2 = CENTRE * GRAVITY * Trigonometry.cos(first + second - Math.PI / 2);
    double phi1 =
        -CENTRE * (secondVelocity * secondVelocity) * sin
            - secondVelocity * firstVelocity * sin
            + (CENTRE + 1) * GRAVITY * Trigonometry.cos(first - Math.PI / 2)
            + phi2;
    double secondAcceleration =
        (torque + d2 / d1 * phi1 - CENTRE * (firstVelocity * firstVelocity) * sin - phi2)
            / (CENTRE * CENTRE + INERTIA - d2 * d2 / d1);
    slope[0] = firstVelocity;
    slope[1] = secondVelocity;
    slope[2] = -(d2 * secondAcceleration + phi1) / d1;
    slope[3] = secondAcceleration;
  }

  /** The angle by whole turns in [-pi, pi]. */
  private static double wrapped(double angle) {
    double turn = 2 * Math.PI;
    if (!(Math.abs(angle) <= LARGEST_ANGLE)) {
      return Math.IEEEremainder(angle, turn);
    }
    double wrapped = angle;
    while (wrapped > Math.PI) {
      wrapped -= turn;
    }
    while (wrapped < -Math.PI) {
      wrapped += turn;
    }
    return wrapped;
  }

  private static double clipped(double velocity, double fastest) {
    return Math.min(Math.max(velocity, -fastest), fastest);
  }

  @Override
  public void observe(int first, int count, float[] target, int at) {
    for (int i = first, to = at; i < first + count; i++, to += 6) {
      int state = i * STATE_SIZE;
      target[to] = (float) Trigonometry.cos(states[state]);
      target[to + 1] = (float) Trigonometry.sin(states[state]);
      target[to + 2] = (float) Trigonometry.cos(states[state + 1]);
      target[to + 3] = (float) Trigonometry.sin(states[state + 1]);
      target[to + 4] = (float) states[state + 2];
      target[to + 5] = (float) states[state + 3];
    }
  }

  @Override
  public double[] state(int i) {
    return Arrays.copyOfRange(states, i * STATE_SIZE, (i + 1) * STATE_SIZE);
  }
}
