package dev.gymbridge.dqn;

import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.QNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * Plays greedy episodes and reports their returns.
 *
 * <p>Each environment plays a fixed share of the episodes, decided beforehand: taking whichever end
 * first would favour short ones.
 */
public final class Evaluator {
  private final Rollout rollout;
  private final QNetwork network;

  /** An evaluator that closes neither the environment nor the network. */
  public Evaluator(VectorEnvironment environment, QNetwork network) {
    this.rollout = new Rollout(environment);
    this.network = network;
  }

  /**
   * Tells of episodes that were lost with their server.
   *
   * @param listener is handed the reason, as one line, and the number of episodes
   */
  public void onInterruption(ObjIntConsumer<String> listener) {
    rollout.onDropped(listener);
  }

  /**
   * Plays episodes.
   *
   * @param episodes how many, at least 1
   * @param seed environment i is seeded with {@code seed + i}
   */
  public Evaluation evaluate(int episodes, long seed) {
    if (episodes < 1) {
      throw new IllegalArgumentException("episodes must be at least 1, got " + episodes);
    }
    int numEnvs = rollout.numEnvs();
    int[] left = new int[numEnvs];
    for (int i = 0; i < numEnvs; i++) {
      left[i] = episodes / numEnvs + (i < episodes % numEnvs ? 1 : 0);
    }
    List<Double> returns = new ArrayList<>(Collections.nCopies(episodes, 0.0));
    List<Integer> lengths = new ArrayList<>(Collections.nCopies(episodes, 0));
    int[] actions = new int[numEnvs];
    int[] played = new int[numEnvs];
    int open = episodes;
    rollout.reset(seed);
    while (open > 0) {
      network.act(rollout.observations(), numEnvs, actions);
      rollout.send(actions);
      rollout.receive();
      for (int i = 0; i < numEnvs; i++) {
        if (rollout.ended(i) && played[i] < left[i]) {
          int place = played[i] * numEnvs + i;
          returns.set(place, rollout.episodeReturn(i));
          lengths.set(place, Math.toIntExact(rollout.episodeLength(i)));
          played[i]++;
          open--;
        }
      }
      rollout.advance();
    }
    return new Evaluation(returns, lengths);
  }
}
