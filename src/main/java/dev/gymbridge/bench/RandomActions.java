package dev.gymbridge.bench;

import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Actions drawn beforehand, over and over: drawing them is not what is measured. */
final class RandomActions {
  static final long SEED = 1;
  private static final int DIFFERENT_ACTIONS = 64;

  private final List<Value> actions = new ArrayList<>();
  private int next;

  RandomActions(Space space) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < DIFFERENT_ACTIONS; i++) {
      actions.add(space.sample(random));
    }
  }

  Value next() {
    Value action = actions.get(next);
    next = (next + 1) % DIFFERENT_ACTIONS;
    return action;
  }
}
