package dev.gymbridge.env;

import java.util.List;
import java.util.OptionalLong;

/** The rules of resetting a vector environment, shared by all that run in this JVM. */
public final class VectorResets {
  private VectorResets() {}

  /**
   * The seed of each environment, [N].
   *
   * @throws EnvironmentException if there are neither none, one, nor N seeds
   */
  public static List<OptionalLong> seeds(VectorResetOptions options, int numEnvs) {
    try {
      return options.seedsFor(numEnvs);
    } catch (IllegalArgumentException e) {
      throw new EnvironmentException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Refuses a mask that makes no sense.
   *
   * @param mask empty for all environments
   * @param begun whether all environments were reset before
   * @throws EnvironmentException if the vector resets on its own, or the mask has not N entries
   *     with a true one
   * @throws ResetNeededException if this is the first reset, and leaves out an environment
   */
  public static void requireMaskAllowed(
      List<Boolean> mask, int numEnvs, AutoresetMode autoresetMode, boolean begun) {
    if (mask.isEmpty()) {
      return;
    }
    if (autoresetMode != AutoresetMode.DISABLED) {
      throw new EnvironmentException(
          "a reset mask needs autoreset mode DISABLED, this vector has " + autoresetMode);
    }
    if (mask.size() != numEnvs || !mask.contains(true)) {
      throw new EnvironmentException(
          "a reset mask must have %d entries, at least one of them true, got %s"
              .formatted(numEnvs, mask));
    }
    if (!begun && mask.contains(false)) {
      throw new ResetNeededException(
          "the first reset must reset all environments, got mask " + mask);
    }
  }

  /**
   * Refuses a step while an episode is over that the vector does not restart on its own.
   *
   * @param over [N]
   * @throws ResetNeededException if there is one, under {@link AutoresetMode#DISABLED}
   */
  public static void requireNoneOver(boolean[] over, AutoresetMode autoresetMode) {
    for (int i = 0; autoresetMode == AutoresetMode.DISABLED && i < over.length; i++) {
      if (over[i]) {
        throw new ResetNeededException(
            "the episode of environment %d is over; call reset() with a mask first".formatted(i));
      }
    }
  }
}
