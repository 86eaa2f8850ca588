package dev.gymbridge.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The last {@code capacity} transitions of some environments, each observation kept once, and of
 * stacked frames each frame.
 *
 * <pre>{@code
 * ReplayBuffer buffer = ReplayBuffer.uniform(ReplaySettings.ofFloats(100_000, 4, 0.99));
 * buffer.add(0, observations, 0, action, reward, nextObservations, 0, terminated, truncated);
 * buffer.sample(batch, random);
 * }</pre>
 *
 * <p>A transition of n steps is put together when it is sampled: it starts at any step and stops
 * after n, at the end of the episode, where the episode was cut, or at the newest step, with the
 * discount of the steps that it has. Only a termination zeroes its discount.
 *
 * <p>Source: Lin 1992; Mnih et al. 2015, "experience replay"; Sutton 1988 for n steps. Not
 * thread-safe.
 */
public final class ReplayBuffer implements Stateful {
  private static final int NONE = -1;

  private final ReplaySettings settings;
  private final int capacity;
  private final Sampler sampler;
  private final ObservationRing frames;
  private final FrameStacks observations;
  private final int[] actions;
  private final float[] rewards;
  private final boolean[] terminated;
  private final int[] from; // number of the observation acted on
  private final int[] to; // number of the observation that it led to
  private final int[] next; // place of the step after it in its episode, or NONE
  private final long[] last; // [numEnvs], count of the step before in the episode, or NONE
  private long added;
  private int[] places = new int[0]; // of the last batch

  private ReplayBuffer(ReplaySettings settings, Sampler sampler) {
    this.settings = settings;
    this.sampler = sampler;
    capacity = settings.capacity();
    frames = new ObservationRing(settings.frameSize(), settings.bytes());
    observations = new FrameStacks(frames, settings.frames());
    actions = new int[capacity];
    rewards = new float[capacity];
    terminated = new boolean[capacity];
    from = new int[capacity];
    to = new int[capacity];
    next = new int[capacity];
    last = new long[settings.numEnvs()];
    Arrays.fill(last, NONE);
  }

  /** An empty buffer whose transitions are all as likely to be replayed. */
  public static ReplayBuffer uniform(ReplaySettings settings) {
    return new ReplayBuffer(settings, new UniformSampler());
  }

  /**
   * An empty buffer that replays more often what surprised more (Schaul et al. 2016).
   *
   * @param alpha how much that counts, from 0, uniform, to 1
   * @param epsilon what is added to each surprise, above 0
   */
  public static ReplayBuffer prioritized(ReplaySettings settings, double alpha, double epsilon) {
    return new ReplayBuffer(settings, new PrioritizedSampler(settings.capacity(), alpha, epsilon));
  }

  /** Transitions kept now. */
  public int size() {
    return (int) Math.min(added, capacity);
  }

  /** Memory that observations take, in bytes. */
  long observationMemory() {
    return frames.memory();
  }

  /**
   * Adds one step, overwriting the oldest when full.
   *
   * @param env whose step it is, in [0, numEnvs)
   * @param acted whose given row is the observation acted on; it is the one that the step before
   *     led to, unless {@link #cut} was called or the episode ended
   * @param action the action taken
   * @param reward the reward received
   * @param led whose given row is the observation it led to, before any autoreset
   * @param isTerminated whether the task itself ended
   * @param isTruncated whether the episode was cut
   */
  public void add(
      int env,
      Observations acted,
      int actedRow,
      int action,
      float reward,
      Observations led,
      int ledRow,
      boolean isTerminated,
      boolean isTruncated) {
    int place = (int) (added % capacity);
    int before = last[env] != NONE && added - last[env] < capacity ? placeOf(last[env]) : NONE;
    from[place] =
        before != NONE && isRecent(to[before]) ? to[before] : observations.add(acted, actedRow);
    if (before != NONE) {
      next[before] = place;
    }
    to[place] = observations.addAfter(from[place], led, ledRow);
    actions[place] = action;
    rewards[place] = reward;
    terminated[place] = isTerminated;
    next[place] = NONE;
    last[env] = isTerminated || isTruncated ? NONE : added;
    added++;
    sampler.added(place);
    int oldest = from[size() < capacity ? 0 : placeOf(added)];
    frames.releaseBefore(oldest - settings.frames() * mostBetween());
  }

  private int placeOf(long count) {
    return (int) (count % capacity);
  }

  /**
   * Frames that may come between the observation acted on and what the action led to: an
   * environment whose last step lies farther back keeps its observation again, so that the oldest
   * transition tells what is still needed.
   */
  private int mostBetween() {
    return 4 * settings.numEnvs();
  }

  private boolean isRecent(int number) {
    return frames.nextNumber() - number <= mostBetween();
  }

  /** The next step of an environment does not follow the one before. */
  public void cut(int env) {
    last[env] = NONE;
  }

  /** Fills a batch, all bias of the sampling corrected. */
  public void sample(Batch batch, RandomGenerator random) {
    sample(batch, random, 1);
  }

  /**
   * Fills a batch with transitions, drawn with replacement.
   *
   * @param beta how much of the bias of the sampling the weights correct, from 0 to 1, all of it
   * @throws IllegalStateException if the buffer is empty
   * @throws IllegalArgumentException if the batch has observations of another size
   */
  public void sample(Batch batch, RandomGenerator random, double beta) {
    if (added == 0) {
      throw new IllegalStateException("the replay buffer is empty; add a transition first");
    }
    if (batch.observationSize() != settings.observationSize()) {
      throw new IllegalArgumentException(
          "the batch has observations of %d numbers, the replay buffer of %d"
              .formatted(batch.observationSize(), settings.observationSize()));
    }
    if (places.length != batch.size()) {
      places = new int[batch.size()];
    }
    sampler.sample(size(), beta, random, places, batch.weights());
    for (int row = 0; row < places.length; row++) {
      fill(batch, row, places[row]);
    }
  }

  private void fill(Batch batch, int row, int place) {
    int step = place;
    double reward = rewards[step];
    double discount = settings.discount();
    for (int n = 1; n < settings.steps() && next[step] != NONE; n++) {
      step = next[step];
      reward += discount * rewards[step];
      discount *= settings.discount();
    }
    observations.copy(from[place], batch.observations(), row);
    observations.copy(to[step], batch.nextObservations(), row);
    batch.actions()[row] = actions[place];
    batch.rewards()[row] = (float) reward;
    batch.discounts()[row] = terminated[step] ? 0 : (float) discount;
  }

  /**
   * Tells how far off the network was on each transition of the batch that was sampled last.
   *
   * @param surprises [batch size]
   */
  public void surprised(float[] surprises) {
    sampler.update(places, surprises);
  }

  /** The observations as they are now, which {@link #write} leaves out; closed by the caller. */
  public ObservationSnapshot observations() {
    return frames.snapshot();
  }

  /**
   * Reads the files of {@link #observations}, after {@link #read}.
   *
   * @throws IOException if one is missing or ends early
   */
  public void readObservations(Path directory) throws IOException {
    frames.readFiles(directory);
  }

  /** Writes everything but the observations: those are large, and change little. */
  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(capacity);
    out.writeInt(settings.frameSize());
    out.writeBoolean(settings.bytes());
    out.writeInt(last.length);
    out.writeLong(added);
    for (long count : last) {
      out.writeLong(count);
    }
    int size = size();
    Columns.write(out, actions, size);
    Columns.write(out, rewards, size);
    Columns.write(out, terminated, size);
    Columns.write(out, from, size);
    Columns.write(out, to, size);
    Columns.write(out, next, size);
    observations.write(out);
    sampler.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    requireSame("capacity", in.readInt(), capacity);
    requireSame("frame size", in.readInt(), settings.frameSize());
    requireSame("observations as bytes", in.readBoolean(), settings.bytes());
    requireSame("number of environments", in.readInt(), last.length);
    added = in.readLong();
    requirePossible(added >= 0);
    for (int env = 0; env < last.length; env++) {
      last[env] = in.readLong();
      requirePossible(last[env] >= NONE && last[env] < added);
    }
    int size = size();
    Columns.read(in, actions, size);
    Columns.read(in, rewards, size);
    Columns.read(in, terminated, size);
    Columns.read(in, from, size);
    Columns.read(in, to, size);
    Columns.read(in, next, size);
    observations.read(in);
    for (int place = 0; place < size; place++) {
      requirePossible(observations.holds(from[place]) && observations.holds(to[place]));
      requirePossible(next[place] >= NONE && next[place] < size);
    }
    sampler.read(in);
  }

  private static void requireSame(String what, Object written, Object here) throws IOException {
    if (!written.equals(here)) {
      throw new IOException(
          "the replay buffer that was written has another %s than the one that reads it: %s, not %s"
              .formatted(what, written, here));
    }
  }

  private static void requirePossible(boolean possible) throws IOException {
    if (!possible) {
      throw new IOException("the replay buffer that was written contradicts itself");
    }
  }
}
