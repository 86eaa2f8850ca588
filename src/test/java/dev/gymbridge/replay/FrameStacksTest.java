package dev.gymbridge.replay;

import static dev.gymbridge.replay.StoredBuffers.bytesOf;
import static dev.gymbridge.replay.StoredBuffers.requireSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Stacks of frames, against a buffer that keeps each observation whole. */
class FrameStacksTest {
  private static final int FRAME = 84 * 84;

  /** The frames that an environment shows; what is not shifted is the exception. */
  private static final class Stack {
    private final int frames;
    private final int frameSize;
    private final SplittableRandom random;
    private final Observations acted;
    private final Observations led;

    Stack(int frames, int frameSize, SplittableRandom random) {
      this.frames = frames;
      this.frameSize = frameSize;
      this.random = random;
      acted = Observations.ofBytes(1, frames * frameSize);
      led = Observations.ofBytes(1, frames * frameSize);
      reset();
    }

    /** Begins with copies of a frame, with zeros and a frame, or with frames of all kinds. */
    void reset() {
      byte[] stack = led.bytes();
      Arrays.fill(stack, (byte) 0);
      newFrame(frames - 1);
      int how = random.nextInt(3);
      for (int frame = 0; frame < frames - 1; frame++) {
        if (how == 0) {
          System.arraycopy(stack, (frames - 1) * frameSize, stack, frame * frameSize, frameSize);
        } else if (how == 1) {
          newFrame(frame);
        }
      }
    }

    void step() {
      led.copyRow(0, acted, 0);
      System.arraycopy(led.bytes(), frameSize, led.bytes(), 0, (frames - 1) * frameSize);
      newFrame(frames - 1);
    }

    /** Of few values, so that frames are now and then the same by chance. */
    private void newFrame(int frame) {
      int end = (frame + 1) * frameSize;
      Arrays.fill(led.bytes(), frame * frameSize, end, (byte) random.nextInt(3));
      led.bytes()[end - 1] = (byte) random.nextInt(4);
    }
  }

  @Property(tries = 100)
  void comeOutAsTheyWentInThoughEachFrameIsKeptOnce(
      @ForAll @IntRange(min = 1, max = 40) int capacity,
      @ForAll @IntRange(min = 1, max = 3) int numEnvs,
      @ForAll @IntRange(min = 2, max = 5) int frames,
      @ForAll @IntRange(min = 1, max = 3) int n,
      @ForAll long seed)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int frameSize = 1 + random.nextInt(3) * (1 << 15); // Of one byte, or a few a piece.
    ReplaySettings settings =
        ReplaySettings.ofBytes(capacity, frames * frameSize, 0.9).withNumEnvs(numEnvs).withSteps(n);
    ReplayBuffer whole = ReplayBuffer.uniform(settings);
    ReplayBuffer stacked = ReplayBuffer.uniform(settings.withFrames(frames));
    Stack[] stacks = new Stack[numEnvs];
    for (int env = 0; env < numEnvs; env++) {
      stacks[env] = new Stack(frames, frameSize, random);
    }
    for (int t = 0; t < 100; t++) {
      // Mostly in turn; now and then one environment falls behind, or shows all frames anew.
      int env = random.nextInt(10) == 0 ? random.nextInt(numEnvs) : t % numEnvs;
      boolean ends = random.nextInt(8) == 0;
      stacks[env].step();
      if (random.nextInt(10) == 0) {
        stacks[env].reset();
      }
      for (ReplayBuffer buffer : List.of(whole, stacked)) {
        buffer.add(env, stacks[env].acted, 0, t, t, stacks[env].led, 0, false, ends);
      }
      if (ends) {
        stacks[env].reset();
      }
      if (t % 5 == 0) {
        requireSame(stacked, whole, 5, frames * frameSize);
      }
    }
    ReplayBuffer read = ReplayBuffer.uniform(settings.withFrames(frames));
    StoredBuffers.copy(stacked, read);
    requireSame(read, whole, 5, frames * frameSize);
    assertThat(bytesOf(read)).isEqualTo(bytesOf(stacked));
  }

  /** As Gymnasium stacks four pictures: an episode begins with four copies of its first. */
  @Test
  void takeTheMemoryOfTheirFramesAsPredicted() {
    ReplaySettings settings =
        ReplaySettings.ofBytes(5_000, 4 * FRAME, 0.99).withFrames(4).withNumEnvs(2);
    ReplayBuffer buffer = ReplayBuffer.uniform(settings);
    Observations[] now = {Observations.ofBytes(1, 4 * FRAME), Observations.ofBytes(1, 4 * FRAME)};
    Observations next = Observations.ofBytes(1, 4 * FRAME);
    SplittableRandom random = new SplittableRandom(1);
    for (int t = 0; t < 12_000; t++) {
      int env = t % 2;
      if (t % 200 < 2) {
        byte first = (byte) random.nextInt();
        Arrays.fill(now[env].bytes(), first);
      }
      System.arraycopy(now[env].bytes(), FRAME, next.bytes(), 0, 3 * FRAME);
      Arrays.fill(next.bytes(), 3 * FRAME, 4 * FRAME, (byte) random.nextInt());
      buffer.add(env, now[env], 0, 0, 0, next, 0, false, t % 200 >= 198);
      next.copyRow(0, now[env], 0);
    }
    assertThat((double) buffer.observationMemory())
        .isBetween(5_000.0 * FRAME, 1.05 * settings.memory(100));
  }

  @Test
  void divideAnObservation() {
    assertThatThrownBy(() -> ReplaySettings.ofBytes(10, 9, 0.9).withFrames(2))
        .hasMessage("frames must divide the 9 numbers of an observation, got 2");
  }
}
