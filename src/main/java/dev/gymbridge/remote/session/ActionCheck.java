package dev.gymbridge.remote.session;

import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Looks at actions before they travel, so that a mistake costs no message.
 *
 * <p>The wire carries an action in the dtype of its space: one of another dtype would be cast on
 * the way, and 1.7 become 1, where the server sees nothing wrong any more.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class ActionCheck {
  private static final int[] NO_DIMENSIONS = {};

  private ActionCheck() {}

  /**
   * Refuses an action outside the space.
   *
   * @throws InvalidActionException if it is
   */
  static void single(Space space, Value action) {
    if (space instanceof Discrete discrete) {
      NdArray array = integers(action, NO_DIMENSIONS);
      if (isOutside(discrete, array, 0)) {
        throw outside(discrete, array, 0, "");
      }
    } else if (!space.contains(action)) {
      throw outside(space, action, "");
    }
  }

  /**
   * Likewise for {@code n} actions.
   *
   * @param batched the batch of the space
   */
  public static void batch(Space space, Space batched, Value actions, int n) {
    if (space instanceof Discrete discrete) {
      NdArray array = integers(actions, n);
      for (int i = 0; i < n; i++) {
        if (isOutside(discrete, array, i)) {
          throw outside(discrete, array, i, " for environment " + i);
        }
      }
    } else if (!batched.contains(actions)) {
      throw whichOutside(space, actions, n);
    }
  }

  private static InvalidActionException whichOutside(Space space, Value actions, int n) {
    try {
      List<Value> each = space.unstack(actions, n);
      for (int i = 0; i < n; i++) {
        if (!space.contains(each.get(i))) {
          return outside(space, each.get(i), " for environment " + i);
        }
      }
    } catch (IllegalArgumentException noBatch) {
      // Said below.
    }
    return new InvalidActionException(
        "actions must be a batch of %d values of %s, got %s".formatted(n, space, actions));
  }

  private static InvalidActionException outside(Space space, Value action, String where) {
    return new InvalidActionException(
        "action must be in %s, got %s%s".formatted(space, action, where));
  }

  private static NdArray integers(Value action, int... shape) {
    if (action instanceof NdArray array
        && array.dtype().isInteger()
        && Arrays.equals(array.shape(), shape)) {
      return array;
    }
    throw new InvalidActionException(
        "action must be %s, got %s"
            .formatted(shape.length == 0 ? "one integer" : shape[0] + " integers", action));
  }

  private static boolean isOutside(Discrete space, NdArray array, int i) {
    long action = array.getLong(i);
    // As one unsigned comparison, also right where start + n overflows.
    return isBeyondLong(array, action)
        || Long.compareUnsigned(action - space.start(), space.n()) >= 0;
  }

  private static boolean isBeyondLong(NdArray array, long action) {
    return action < 0 && array.dtype() == DType.UINT64;
  }

  private static InvalidActionException outside(
      Discrete space, NdArray array, int i, String where) {
    long action = array.getLong(i);
    return new InvalidActionException(
        "action must be in [%d, %d), got %s%s"
            .formatted(
                space.start(),
                space.start() + space.n(),
                isBeyondLong(array, action) ? Long.toUnsignedString(action) : action,
                where));
  }
}
