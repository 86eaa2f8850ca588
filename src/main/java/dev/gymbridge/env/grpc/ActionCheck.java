package dev.gymbridge.env.grpc;

import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.Arrays;

/**
 * Looks at discrete actions before they travel, so that a mistake costs no message.
 *
 * <p>Actions of other spaces are judged by the server alone: many environments accept, and clip, a
 * Box action outside the bounds.
 */
final class ActionCheck {
  private ActionCheck() {}

  /**
   * Refuses an action that is not an integer of a Discrete space.
   *
   * @throws InvalidActionException if it is not
   */
  static void single(Space space, Value action) {
    if (space instanceof Discrete discrete) {
      element(discrete, integers(action, "one integer", new int[0]), 0, "");
    }
  }

  /** Likewise for a batch of {@code n} actions, [n]. */
  static void batch(Space space, Value actions, int n) {
    if (space instanceof Discrete discrete) {
      NdArray array = integers(actions, n + " integers", new int[] {n});
      for (int i = 0; i < n; i++) {
        element(discrete, array, i, " for environment " + i);
      }
    }
  }

  private static NdArray integers(Value action, String wanted, int[] shape) {
    if (action instanceof NdArray array
        && !array.dtype().isFloat()
        && Arrays.equals(array.shape(), shape)) {
      return array;
    }
    throw new InvalidActionException("action must be %s, got %s".formatted(wanted, action));
  }

  private static void element(Discrete space, NdArray array, int i, String where) {
    long action = array.getLong(i);
    // As one unsigned comparison, also right where start + n overflows.
    if (Long.compareUnsigned(action - space.start(), space.n()) >= 0) {
      throw new InvalidActionException(
          "action must be in [%d, %d), got %d%s"
              .formatted(space.start(), space.start() + space.n(), action, where));
    }
  }
}
