package dev.gymbridge.remote.wire;

import dev.gymbridge.env.InvalidActionException;
import java.util.function.Supplier;

/**
 * What a caller is told whose action cannot be written.
 *
 * @apiNote For the rooms of {@code remote}.
 */
public final class Decoding {
  private Decoding() {}

  /** Runs the encoder of an action; what it refuses is the caller's fault. */
  public static <T> T encoded(Supplier<T> encoder) {
    try {
      return encoder.get();
    } catch (IllegalArgumentException e) {
      throw new InvalidActionException("action refused: " + e.getMessage(), e);
    }
  }
}
