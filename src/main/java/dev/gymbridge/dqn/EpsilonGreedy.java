package dev.gymbridge.dqn;

import dev.gymbridge.network.QNetwork;
import dev.gymbridge.replay.Observations;
import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Chooses a random action with probability epsilon, else the greedy one: a coin an environment.
 *
 * <p>A random action may be repeated: for k env steps with a probability in proportion to 1/k^2, k
 * up to a bound, during which no coin is thrown. Source: Dabney et al. 2021, section 3. Differs
 * from the paper: the bound; an action goes on into the next episode.
 */
final class EpsilonGreedy implements Stateful {
  private static final int GREEDY = -1;

  private final QNetwork network;
  private final RandomStream random;
  private final double[] durations; // [k - 1], the probability of at most k env steps
  private int[] explored = new int[0]; // [N], the random actions, GREEDY where there is none
  private int[] repeated = new int[0]; // [N], the last random actions
  private int[] repeats = new int[0]; // [N], for how many env steps more

  EpsilonGreedy(QNetwork network, RandomStream random) {
    this(network, random, 1);
  }

  /** One that repeats a random action for so many env steps at most. */
  EpsilonGreedy(QNetwork network, RandomStream random, int mostRepeated) {
    this.network = network;
    this.random = random;
    durations = new double[mostRepeated];
    double sum = 0;
    for (int k = 1; k <= mostRepeated; k++) {
      sum += 1.0 / k / k;
      durations[k - 1] = sum;
    }
    for (int k = 1; k <= mostRepeated; k++) {
      durations[k - 1] /= sum;
    }
  }

  /** The random action of environment i, begun or gone on with; GREEDY where there is none. */
  private int explore(int i, double epsilon) {
    if (repeats[i] > 0) {
      repeats[i]--;
      return repeated[i];
    }
    if (random.nextDouble() >= epsilon) {
      return GREEDY;
    }
    repeated[i] = random.nextInt(network.actions());
    if (durations.length > 1) {
      double drawn = random.nextDouble();
      while (repeats[i] < durations.length - 1 && drawn >= durations[repeats[i]]) {
        repeats[i]++;
      }
    }
    return repeated[i];
  }

  /**
   * Chooses an action for each observation.
   *
   * @param observations of which the first actions.length rows are read
   * @param epsilon exploration rate, in [0, 1]
   * @param actions receives the chosen actions
   */
  void choose(Observations observations, double epsilon, int[] actions) {
    if (repeats.length < actions.length) {
      repeats = Arrays.copyOf(repeats, actions.length);
      repeated = Arrays.copyOf(repeated, actions.length);
    }
    boolean anyGreedy = false;
    for (int i = 0; i < actions.length; i++) {
      actions[i] = explore(i, epsilon);
      anyGreedy |= actions[i] == GREEDY;
    }
    if (!anyGreedy) {
      return;
    }
    if (explored.length < actions.length) {
      explored = new int[actions.length];
    }
    System.arraycopy(actions, 0, explored, 0, actions.length);
    network.act(observations, actions.length, QNetwork.Acting.TRAINING, actions);
    for (int i = 0; i < actions.length; i++) {
      if (explored[i] != GREEDY) {
        actions[i] = explored[i];
      }
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    random.write(out);
    out.writeInt(repeats.length);
    for (int i = 0; i < repeats.length; i++) {
      out.writeInt(repeated[i]);
      out.writeInt(repeats[i]);
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    random.read(in);
    int environments = in.readInt();
    repeated = new int[environments];
    repeats = new int[environments];
    for (int i = 0; i < environments; i++) {
      repeated[i] = in.readInt();
      repeats[i] = in.readInt();
    }
  }
}
