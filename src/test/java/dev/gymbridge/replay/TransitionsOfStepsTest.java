package dev.gymbridge.replay;

import static dev.gymbridge.replay.StoredBuffers.bytesOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a buffer makes of the steps of several environments, against a list that keeps them all. */
class TransitionsOfStepsTest {
  private static final double DISCOUNT = 0.5;

  /** A step as it was, and how its episode goes on. */
  private static final class Step {
    final float from;
    final float to;
    final float reward;
    final boolean terminated;
    Step next;

    Step(float from, float to, float reward, boolean terminated) {
      this.from = from;
      this.to = to;
      this.reward = reward;
      this.terminated = terminated;
    }
  }

  /** Plays environments at random into a buffer and into a list. */
  private static final class Play {
    final ReplayBuffer buffer;
    final List<Step> steps = new ArrayList<>();
    private final SplittableRandom random;
    private final Step[] last;
    private final float[] now;
    private float newest;

    Play(ReplayBuffer buffer, int numEnvs, long seed) {
      this.buffer = buffer;
      random = new SplittableRandom(seed);
      last = new Step[numEnvs];
      now = new float[numEnvs];
      for (int env = 0; env < numEnvs; env++) {
        now[env] = ++newest;
      }
    }

    void step(int env) {
      Step step = new Step(now[env], ++newest, random.nextInt(16), random.nextInt(8) == 0);
      boolean truncated = random.nextInt(8) == 0;
      buffer.add(
          env,
          row(step.from),
          0,
          steps.size(),
          step.reward,
          row(step.to),
          0,
          step.terminated,
          truncated);
      steps.add(step);
      if (last[env] != null) {
        last[env].next = step;
      }
      boolean ended = step.terminated || truncated;
      last[env] = ended ? null : step;
      now[env] = ended ? ++newest : step.to;
    }

    void cut(int env) {
      buffer.cut(env);
      last[env] = null;
      now[env] = ++newest;
    }
  }

  private static Observations row(float number) {
    return Observations.wrap(new float[] {number, -number}, 2);
  }

  @Property(tries = 300)
  void stopAtEndsAtCutsAndAtTheNewestStep(
      @ForAll @IntRange(min = 1, max = 40) int capacity,
      @ForAll @IntRange(min = 1, max = 4) int numEnvs,
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll long seed)
      throws IOException {
    ReplaySettings settings =
        ReplaySettings.ofFloats(capacity, 2, DISCOUNT).withNumEnvs(numEnvs).withSteps(n);
    Play play = new Play(ReplayBuffer.uniform(settings), numEnvs, seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int t = 0; t < 100; t++) {
      // Mostly in turn; now and then one environment falls behind.
      int env = random.nextInt(10) == 0 ? random.nextInt(numEnvs) : t % numEnvs;
      if (random.nextInt(20) == 0) {
        play.cut(env);
      }
      play.step(env);
      requireEqual(play, play.buffer, capacity, n);
    }
    ReplayBuffer read = ReplayBuffer.uniform(settings);
    StoredBuffers.copy(play.buffer, read);
    requireEqual(play, read, capacity, n);
    assertThat(bytesOf(read)).isEqualTo(bytesOf(play.buffer));
  }

  private static void requireEqual(Play play, ReplayBuffer buffer, int capacity, int n) {
    Batch batch = new Batch(10, 2);
    buffer.sample(batch, new SplittableRandom(1));
    int oldest = Math.max(0, play.steps.size() - capacity);
    for (int row = 0; row < batch.size(); row++) {
      int index = batch.actions()[row];
      assertThat(index).isBetween(oldest, play.steps.size() - 1);
      Step first = play.steps.get(index);
      Step step = first;
      // Sixteenths and halves of them add up without rounding.
      double reward = step.reward;
      double discount = DISCOUNT;
      for (int k = 1; k < n && step.next != null; k++) {
        step = step.next;
        reward += discount * step.reward;
        discount *= DISCOUNT;
      }
      assertThat(batch.rewards()[row]).isEqualTo((float) reward);
      assertThat(batch.discounts()[row]).isEqualTo(step.terminated ? 0 : (float) discount);
      assertThat(batch.observations().floats()[2 * row]).isEqualTo(first.from);
      assertThat(batch.nextObservations().floats()[2 * row + 1]).isEqualTo(-step.to);
    }
  }

  @Test
  void sumUpThreeRewardsAndBootstrapFromTheFourthObservation() {
    ReplayBuffer buffer = ReplayBuffer.uniform(ReplaySettings.ofFloats(1, 2, 0.9).withSteps(3));
    ReplayBuffer four = ReplayBuffer.uniform(ReplaySettings.ofFloats(4, 2, 0.9).withSteps(3));
    for (ReplayBuffer each : List.of(buffer, four)) {
      each.add(0, row(1), 0, 0, 1, row(2), 0, false, false);
      each.add(0, row(2), 0, 1, 10, row(3), 0, false, false);
      each.add(0, row(3), 0, 2, 100, row(4), 0, false, false);
      each.add(0, row(4), 0, 3, 1000, row(5), 0, true, false);
    }
    Batch batch = new Batch(64, 2);
    four.sample(batch, new SplittableRandom(1));
    for (int row = 0; row < 64; row++) {
      // 1 + 9 + 81; 10 + 90 + 810; 100 + 900; 1000.
      float[] rewards = {91, 910, 1000, 1000};
      float[] discounts = {0.729f, 0, 0, 0};
      int place = batch.actions()[row];
      assertThat(batch.rewards()[row]).isEqualTo(rewards[place]);
      assertThat(batch.discounts()[row]).isEqualTo(discounts[place]);
      assertThat(batch.nextObservations().floats()[2 * row]).isEqualTo(Math.min(place + 4, 5));
    }
    buffer.sample(batch, new SplittableRandom(1));
    assertThat(batch.rewards()).containsOnly(1000);
  }

  @Test
  void keepEachObservationOnceSoThatMemoryIsAsPredicted() {
    int size = 84 * 84;
    ReplaySettings settings = ReplaySettings.ofBytes(5_000, size, 0.99);
    ReplayBuffer buffer = ReplayBuffer.uniform(settings);
    Observations frame = Observations.ofBytes(2, size);
    for (int t = 0; t < 12_000; t++) {
      buffer.add(0, frame, t % 2, 0, 0, frame, (t + 1) % 2, false, t % 100 == 99);
    }
    assertThat((double) buffer.observationMemory())
        .isBetween(5_000.0 * size, 1.05 * settings.memory(100));
  }
}
