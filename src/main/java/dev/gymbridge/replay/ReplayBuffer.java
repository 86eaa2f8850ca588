package dev.gymbridge.replay;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * The last {@code capacity} transitions, sampled uniformly with replacement.
 *
 * <pre>{@code
 * ReplayBuffer buffer = new ReplayBuffer(100_000, 4);
 * buffer.add(observations, i, action, reward, nextObservations, i, 0.99f);
 * buffer.sample(batch, random);
 * }</pre>
 *
 * <p>Source: Lin 1992; Mnih et al. 2015, "experience replay". Not thread-safe.
 */
public final class ReplayBuffer {
  private final int capacity;
  private final int observationSize;
  private final float[] observations;
  private final int[] actions;
  private final float[] rewards;
  private final float[] nextObservations;
  private final float[] discounts;
  private int size;
  private int writeHead;

  /**
   * An empty buffer.
   *
   * @param capacity transitions kept, at least 1
   * @param observationSize floats of one observation, at least 1
   * @throws IllegalArgumentException if the arrays would be larger than Java allows
   */
  public ReplayBuffer(int capacity, int observationSize) {
    if (capacity < 1 || observationSize < 1) {
      throw new IllegalArgumentException(
          "capacity and observationSize must be at least 1, got %d and %d"
              .formatted(capacity, observationSize));
    }
    if ((long) capacity * observationSize > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a replay buffer of %d observations with %d floats each is larger than a Java array;"
                  .formatted(capacity, observationSize)
              + " take a capacity of at most "
              + (Integer.MAX_VALUE - 8) / observationSize);
    }
    this.capacity = capacity;
    this.observationSize = observationSize;
    observations = new float[capacity * observationSize];
    actions = new int[capacity];
    rewards = new float[capacity];
    nextObservations = new float[capacity * observationSize];
    discounts = new float[capacity];
  }

  /** Transitions kept at most. */
  public int capacity() {
    return capacity;
  }

  /** Transitions kept now. */
  public int size() {
    return size;
  }

  /**
   * Adds one transition, overwriting the oldest when full.
   *
   * @param from [n, observationSize], whose given row is the observation acted on
   * @param action the action taken
   * @param reward the reward received
   * @param to [n, observationSize], whose given row is the observation it led to, before any
   *     autoreset
   * @param discount what the value of that observation is multiplied by; 0 after a termination
   */
  public void add(
      float[] from, int fromRow, int action, float reward, float[] to, int toRow, float discount) {
    int at = writeHead * observationSize;
    System.arraycopy(from, fromRow * observationSize, observations, at, observationSize);
    System.arraycopy(to, toRow * observationSize, nextObservations, at, observationSize);
    actions[writeHead] = action;
    rewards[writeHead] = reward;
    discounts[writeHead] = discount;
    writeHead = writeHead + 1 == capacity ? 0 : writeHead + 1;
    size = Math.min(size + 1, capacity);
  }

  /**
   * Fills a batch with transitions drawn uniformly, with replacement.
   *
   * @throws IllegalStateException if the buffer is empty
   * @throws IllegalArgumentException if the batch has observations of another size
   */
  public void sample(Batch batch, RandomGenerator random) {
    if (size == 0) {
      throw new IllegalStateException("the replay buffer is empty; add a transition first");
    }
    if (batch.observationSize() != observationSize) {
      throw new IllegalArgumentException(
          "the batch has observations of %d floats, the replay buffer of %d"
              .formatted(batch.observationSize(), observationSize));
    }
    for (int row = 0; row < batch.size(); row++) {
      int drawn = random.nextInt(size);
      int from = drawn * observationSize;
      int to = row * observationSize;
      System.arraycopy(observations, from, batch.observations().floats(), to, observationSize);
      System.arraycopy(
          nextObservations, from, batch.nextObservations().floats(), to, observationSize);
      batch.actions()[row] = actions[drawn];
      batch.rewards()[row] = rewards[drawn];
      batch.discounts()[row] = discounts[drawn];
    }
  }

  /** Writes all transitions, so that {@link #read} brings them back in the same places. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(capacity);
    out.writeInt(observationSize);
    out.writeInt(size);
    out.writeInt(writeHead);
    for (int i = 0; i < size; i++) {
      out.writeInt(actions[i]);
      out.writeFloat(rewards[i]);
      out.writeFloat(discounts[i]);
      for (int j = i * observationSize; j < (i + 1) * observationSize; j++) {
        out.writeFloat(observations[j]);
        out.writeFloat(nextObservations[j]);
      }
    }
  }

  /**
   * Replaces all transitions by those that {@link #write} wrote.
   *
   * @throws IOException if they end early, or were written by a buffer of another size
   */
  public void read(DataInputStream in) throws IOException {
    int writtenCapacity = in.readInt();
    int writtenObservationSize = in.readInt();
    if (writtenCapacity != capacity || writtenObservationSize != observationSize) {
      throw new IOException(
          "a replay buffer of capacity %d with observations of %d floats was written, and one of"
                  .formatted(writtenCapacity, writtenObservationSize)
              + " capacity %d with %d floats reads it".formatted(capacity, observationSize));
    }
    size = in.readInt();
    writeHead = in.readInt();
    if (size < 0 || size > capacity || writeHead < 0 || writeHead >= capacity) {
      throw new IOException(
          "size %d and write head %d do not fit a capacity of %d"
              .formatted(size, writeHead, capacity));
    }
    for (int i = 0; i < size; i++) {
      actions[i] = in.readInt();
      rewards[i] = in.readFloat();
      discounts[i] = in.readFloat();
      for (int j = i * observationSize; j < (i + 1) * observationSize; j++) {
        observations[j] = in.readFloat();
        nextObservations[j] = in.readFloat();
      }
    }
  }
}
