package dev.gymbridge.env.classic;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Discrete;
import java.util.Map;

/**
 * Gymnasium's MountainCar: drive a car up a hill that its engine is too weak for, by swinging.
 *
 * <p>Observation, float32 [2]: position and velocity. Action: 0 accelerates to the left, 1 not at
 * all, 2 to the right. Each step costs 1. The task ends at the flag.
 *
 * <p>The operations stand in Gymnasium's order.
 *
 * <p>Source: A. W. Moore, "Efficient Memory-based Learning for Robot Control", 1990.
 */
final class MountainCar implements Motion {
  static final double LEFT_END = -1.2;
  static final double RIGHT_END = 0.6;
  static final double FLAG = 0.5;

  static final ClassicTask TASK =
      new ClassicTask(
          "MountainCar-v0",
          200,
          -110,
          30,
          Box.of(new float[] {-1.2f, -0.07f}, new float[] {0.6f, 0.07f}),
          new Discrete(3),
          new ResetBounds(-0.6, -0.4),
          MountainCar::new,
          MountainCarRenderer::new);

  private static final double FASTEST = 0.07;
  private static final double FORCE = 0.001;
  private static final double GRAVITY = 0.0025;
  private static final String GOAL_VELOCITY = "goal_velocity";

  private final double goalVelocity;
  private final double[] position; // [N]
  private final double[] velocity; // [N]

  private MountainCar(int numEnvs, Map<String, Object> arguments) {
    goalVelocity = Arguments.of("MountainCar-v0", arguments).number(GOAL_VELOCITY);
    position = new double[numEnvs];
    velocity = new double[numEnvs];
  }

  @Override
  public void begin(int i, NumPyRandom random, ResetBounds bounds) {
    position[i] = bounds.draw(random);
    velocity[i] = 0;
  }

  @Override
  public void advance(int[] actions, double[] rewards, boolean[] terminated) {
    for (int i = 0; i < position.length; i++) {
      double slope = Trigonometry.cos(3 * position[i]);
      double faster = velocity[i] + ((actions[i] - 1) * FORCE + slope * -GRAVITY);
      double clipped = Math.min(Math.max(faster, -FASTEST), FASTEST);
      double moved = Math.min(Math.max(position[i] + clipped, LEFT_END), RIGHT_END);
      position[i] = moved;
      velocity[i] = moved == LEFT_END && clipped < 0 ? 0 : clipped; // The wall stops the car.
      terminated[i] = moved >= FLAG && velocity[i] >= goalVelocity;
      rewards[i] = -1;
    }
  }

  @Override
  public void observe(int first, int count, float[] target, int at) {
    for (int i = first, to = at; i < first + count; i++, to += 2) {
      target[to] = (float) position[i];
      target[to + 1] = (float) velocity[i];
    }
  }

  @Override
  public double[] state(int i) {
    return new double[] {position[i], velocity[i]};
  }
}
