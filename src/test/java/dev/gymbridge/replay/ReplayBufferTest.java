package dev.gymbridge.replay;

import static dev.gymbridge.replay.StoredBuffers.bytesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {
  private static ReplayBuffer buffer(int capacity) {
    return ReplayBuffer.uniform(ReplaySettings.ofFloats(capacity, 2, 0.9));
  }

  /** Episode t of one step: observation (t, -t), action t, reward 10t, cut at (t + 0.5, 0). */
  private static void add(ReplayBuffer buffer, int t) {
    Observations from = Observations.wrap(new float[] {99, 99, t, -t}, 2);
    Observations to = Observations.wrap(new float[] {t + 0.5f, 0}, 2);
    buffer.add(0, from, 1, t, 10f * t, to, 0, false, true);
  }

  private static ReplayBuffer filled(int capacity, int transitions) {
    ReplayBuffer buffer = buffer(capacity);
    for (int t = 0; t < transitions; t++) {
      add(buffer, t);
    }
    return buffer;
  }

  @Test
  void keepsEachTransitionWhole() {
    ReplayBuffer buffer = filled(10, 7);
    Batch batch = new Batch(200, 2);
    buffer.sample(batch, new SplittableRandom(1));
    for (int row = 0; row < batch.size(); row++) {
      int t = batch.actions()[row];
      assertThat(batch.observations().floats()[2 * row]).isEqualTo(t);
      assertThat(batch.observations().floats()[2 * row + 1]).isEqualTo(-t);
      assertThat(batch.nextObservations().floats()[2 * row]).isEqualTo(t + 0.5f);
      assertThat(batch.rewards()[row]).isEqualTo(10f * t);
      assertThat(batch.discounts()[row]).isEqualTo(0.9f);
    }
  }

  @Property(tries = 100)
  void keepsExactlyTheLatestTransitions(
      @ForAll @IntRange(min = 1, max = 20) int capacity,
      @ForAll @IntRange(min = 1, max = 60) int transitions) {
    ReplayBuffer buffer = filled(capacity, transitions);
    int kept = Math.min(capacity, transitions);
    assertThat(buffer.size()).isEqualTo(kept);
    Batch batch = new Batch(40 * kept, 2);
    buffer.sample(batch, new SplittableRandom(capacity));
    assertThat(Arrays.stream(batch.actions()).distinct())
        .allMatch(t -> t >= transitions - kept && t < transitions)
        .hasSizeGreaterThan(kept * 3 / 4);
  }

  @Test
  void samplesUniformly() {
    ReplayBuffer buffer = filled(10, 10);
    Batch batch = new Batch(100_000, 2);
    buffer.sample(batch, new SplittableRandom(2));
    int[] counts = new int[10];
    Arrays.stream(batch.actions()).forEach(t -> counts[t]++);
    // Standard deviation of a count: sqrt(100,000 * 0.1 * 0.9) = 95; five of them.
    for (int count : counts) {
      assertThat(count).isBetween(10_000 - 475, 10_000 + 475);
    }
  }

  @Test
  void sameRandomNumbersGiveTheSameBatch() {
    ReplayBuffer buffer = filled(10, 10);
    Batch first = new Batch(32, 2);
    Batch second = new Batch(32, 2);
    buffer.sample(first, new SplittableRandom(3));
    buffer.sample(second, new SplittableRandom(3));
    assertThat(second.actions()).isEqualTo(first.actions());
  }

  @Test
  void refusesToSampleWhenEmpty() {
    ReplayBuffer buffer = buffer(10);
    assertThatThrownBy(() -> buffer.sample(new Batch(1, 2), new SplittableRandom(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the replay buffer is empty; add a transition first");
  }

  @Test
  void refusesABatchOfOtherObservations() {
    ReplayBuffer buffer = filled(10, 1);
    assertThatThrownBy(() -> buffer.sample(new Batch(1, 3), new SplittableRandom(1)))
        .hasMessage("the batch has observations of 3 numbers, the replay buffer of 2");
  }

  @Test
  void saysWhenWhatItReadsIsCutShort() throws IOException {
    byte[] bytes = bytesOf(filled(10, 5));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    ReplayBuffer read = buffer(10);
    assertThatThrownBy(() -> StoredBuffers.read(read, cut)).isInstanceOf(EOFException.class);
  }

  @Test
  void refusesToReadABufferOfAnotherSize() throws IOException {
    byte[] bytes = bytesOf(filled(10, 5));
    ReplayBuffer read = buffer(20);
    assertThatThrownBy(() -> StoredBuffers.read(read, bytes))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the replay buffer that was written has another capacity than the one that reads it:"
                + " 10, not 20");
  }
}
