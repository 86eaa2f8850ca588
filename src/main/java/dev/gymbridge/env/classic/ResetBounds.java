package dev.gymbridge.env.classic;

import dev.gymbridge.env.EnvironmentException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where first states are drawn, and the reset options {@code low} and {@code high} that move it.
 * Other options mean nothing to the classic tasks and are ignored, as Gymnasium ignores them.
 *
 * @param low the least value of each number that is drawn
 * @param high the greatest
 */
record ResetBounds(double low, double high) {
  /**
   * These as the options of a reset move them.
   *
   * @throws EnvironmentException if one is not a finite number, or they cross
   */
  ResetBounds with(@Nullable Map<String, Object> options) {
    if (options == null || options.isEmpty()) {
      return this;
    }
    double newLow = number(options, "low", low);
    double newHigh = number(options, "high", high);
    if (newLow > newHigh) {
      throw new EnvironmentException(
          "reset option low must be at most high, got low %s and high %s"
              .formatted(newLow, newHigh));
    }
    return new ResetBounds(newLow, newHigh);
  }

  /** One number, as {@code uniform(low, high)}. */
  double draw(NumPyRandom random) {
    return random.uniform(low, high);
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
