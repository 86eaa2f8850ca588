package dev.gymbridge.dqn;

import dev.gymbridge.network.QNetwork;
import dev.gymbridge.replay.Observations;
import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Chooses a random action with probability epsilon, else the greedy one: a coin an environment. */
final class EpsilonGreedy implements Stateful {
  private static final int GREEDY = -1;

  private final QNetwork network;
  private final RandomStream random;
  private int[] explored = new int[0]; // [N], the random actions, GREEDY where there is none

  EpsilonGreedy(QNetwork network, RandomStream random) {
    this.network = network;
    this.random = random;
  }

  /**
   * Chooses an action for each observation.
   *
   * @param observations of which the first actions.length rows are read
   * @param epsilon exploration rate, in [0, 1]
   * @param actions receives the chosen actions
   */
  void choose(Observations observations, double epsilon, int[] actions) {
    boolean anyGreedy = false;
    for (int i = 0; i < actions.length; i++) {
      boolean explores = random.nextDouble() < epsilon;
      actions[i] = explores ? random.nextInt(network.actions()) : GREEDY;
      anyGreedy |= !explores;
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
  }

  @Override
  public void read(DataInput in) throws IOException {
    random.read(in);
  }
}
