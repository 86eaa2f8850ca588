package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CartsTest {
  private static final ResetBounds BOUNDS = CartPole.TASK.resetBounds();

  @ParameterizedTest
  @ValueSource(ints = {17, Carts.MOST})
  void manyMoveToTheBitAsEachAlone(int count) {
    Carts many = new Carts(count);
    Carts[] each = new Carts[count];
    for (int i = 0; i < count; i++) {
      each[i] = new Carts(1);
      begin(many, each[i], i, i);
    }
    SplittableRandom random = new SplittableRandom(3);
    boolean[] terminated = new boolean[count];
    for (int step = 0; step < 300; step++) {
      int[] actions = random.ints(count, 0, 2).toArray();
      many.advance(actions, 0, terminated);
      for (int i = 0; i < count; i++) {
        boolean[] alone = new boolean[count];
        each[i].advance(actions, i, alone);
        assertThat(many.state(i)).isEqualTo(each[i].state(0));
        assertThat(terminated[i]).isEqualTo(alone[i]);
        if (alone[i]) {
          begin(many, each[i], i, count + step);
        }
      }
    }
  }

  private static void begin(Carts many, Carts alone, int i, int seed) {
    many.begin(i, NumPyRandom.seeded(seed), BOUNDS);
    alone.begin(0, NumPyRandom.seeded(seed), BOUNDS);
  }
}
