package dev.gymbridge.env.classic;

import dev.gymbridge.env.EnvironmentException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The range of the initial state, from the reset options {@code low} and {@code high}. Other
 * options mean nothing to CartPole and are ignored, as Gymnasium ignores them.
 *
 * @param low the least value of each number of the state
 * @param high the greatest
 */
record ResetBounds(double low, double high) {
  /** Gymnasium's own range. */
  static final ResetBounds DEFAULT = new ResetBounds(-0.05, 0.05);

  /**
   * Reads them; what is not given is as in {@link #DEFAULT}.
   *
   * @throws EnvironmentException if one is not a finite number, or they cross
   */
  static ResetBounds of(@Nullable Map<String, Object> options) {
    if (options == null || options.isEmpty()) {
      return DEFAULT;
    }
    double low = number(options, "low", DEFAULT.low);
    double high = number(options, "high", DEFAULT.high);
    if (low > high) {
      throw new EnvironmentException(
          "reset option low must be at most high, got low %s and high %s".formatted(low, high));
    }
    return new ResetBounds(low, high);
  }

  private static double number(Map<String, Object> options, String name, double absent) {
    Object value = options.getOrDefault(name, absent);
    // Beyond a million the first step would already leave what float32 can tell apart.
    if (value instanceof Number number && Math.abs(number.doubleValue()) <= 1e6) {
      return number.doubleValue();
    }
    throw new EnvironmentException(
        "reset option %s must be a number in [-1e6, 1e6], got %s".formatted(name, value));
  }
}
