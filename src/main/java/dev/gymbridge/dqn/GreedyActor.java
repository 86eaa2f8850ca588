package dev.gymbridge.dqn;

import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.QNetwork.Acting;
import dev.gymbridge.replay.Observations;

/**
 * Takes the greedy action of a network, and says what it thinks of each, one observation at a time.
 * Not thread-safe.
 */
public final class GreedyActor {
  private final QNetwork network;
  private final ObservationFlattener flattener;
  private final Observations row;
  private final int[] action = new int[1];
  private final long firstAction;

  /**
   * One that plays in these spaces; it does not close the network.
   *
   * @param actionSpace its number of actions is the network's
   */
  public GreedyActor(QNetwork network, Space observationSpace, Discrete actionSpace) {
    this.network = network;
    flattener = new ObservationFlattener(observationSpace, network.takesBytes());
    row = flattener.allocate(1);
    firstAction = actionSpace.start();
  }

  /** The action values, from the first action on. */
  public float[] values(Value observation) {
    flattener.flatten(observation, row);
    float[] values = new float[network.actions()];
    network.actionValues(row, 1, values);
    return values;
  }

  /** The action, as the environment counts it. */
  public long act(Value observation) {
    flattener.flatten(observation, row);
    network.act(row, 1, Acting.EVALUATION, action);
    return firstAction + action[0];
  }
}
