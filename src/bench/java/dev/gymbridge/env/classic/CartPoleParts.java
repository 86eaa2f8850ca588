package dev.gymbridge.env.classic;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.NdArray;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** What the parts of a step of 1,024 native CartPoles take, each in a loop of its own. */
public final class CartPoleParts {
  private static final int NUM_ENVS = 1024;
  private static final int DIFFERENT_ACTIONS = 64;

  /** Of 1,024 episodes of random actions so many end in a step. */
  private static final int ENDED = 46;

  private static final int ROUNDS = 8;
  private static final long ROUND_NANOS = 200_000_000;

  private static Object kept = "";

  private CartPoleParts() {}

  public static void main(String[] arguments) {
    System.out.println("| native, N = 1,024 | microseconds |\n|:--|--:|");
    int[][] actions = new int[DIFFERENT_ACTIONS][];
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < DIFFERENT_ACTIONS; k++) {
      actions[k] = random.ints(NUM_ENVS, 0, 2).toArray();
    }
    VectorEnvironment vector =
        new NativeEnvironments()
            .makeVector(EnvironmentOptions.of("CartPole-v1"), NUM_ENVS, AutoresetMode.NEXT_STEP);
    vector.reset(1);
    print("a whole step", k -> vector.step(actions[k]));
    Motion motion = CartPole.TASK.motions().of(NUM_ENVS, Map.of());
    NumPyRandom generator = NumPyRandom.seeded(1);
    double[] rewards = new double[NUM_ENVS];
    boolean[] terminated = new boolean[NUM_ENVS];
    float[] observations = new float[4 * NUM_ENVS];
    // Two kinds of actions in turn keep the poles up for long.
    print("the equations of motion", k -> motion.advance(actions[k & 1], rewards, terminated));
    print("the first states of those that ended", k -> begin(motion, generator));
    print("observations as float32", k -> motion.observe(0, NUM_ENVS, observations, 0));
    print("their array for the caller", k -> kept = NdArray.of(observations, NUM_ENVS, 4));
    print("rewards and ends for the caller", k -> kept = results());
  }

  private static void begin(Motion motion, NumPyRandom generator) {
    for (int i = 0; i < ENDED; i++) {
      motion.begin(i, generator, CartPole.TASK.resetBounds());
    }
  }

  private static Object[] results() {
    return new Object[] {new double[NUM_ENVS], new boolean[NUM_ENVS], new boolean[NUM_ENVS]};
  }

  private interface Part {
    void run(int k);
  }

  /** Of all rounds the fastest: what it takes where nothing comes between. */
  private static void print(String name, Part part) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      int count = 0;
      long start = System.nanoTime();
      long nanos = 0;
      while (nanos < ROUND_NANOS) {
        for (int k = 0; k < DIFFERENT_ACTIONS; k++) {
          part.run(k);
        }
        count += DIFFERENT_ACTIONS;
        nanos = System.nanoTime() - start;
      }
      least = Math.min(least, nanos / 1e3 / count);
    }
    System.out.printf(Locale.ROOT, "| %s | %.2f |%n", name, least);
  }
}
