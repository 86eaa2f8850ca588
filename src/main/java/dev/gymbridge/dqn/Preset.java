package dev.gymbridge.dqn;

import java.util.regex.Pattern;

/**
 * A configuration that comes with gymbridge; its keys are a JSON resource of that name.
 *
 * @param name such as {@code cartpole}
 * @param environments what it was tuned for, as a pattern of ids without version and source; empty
 *     where it suits none in particular
 * @param purpose what it is, as a phrase
 * @param reaches what it reached, with the number of seeds, or that nothing was measured
 */
public record Preset(String name, String environments, String purpose, String reaches) {
  /** Whether it was made for this environment, wherever that comes from. */
  boolean suits(String environmentId) {
    String withoutSource = environmentId.substring(environmentId.indexOf(':') + 1);
    return !environments.isEmpty()
        && Pattern.matches("(?:" + environments + ")(?:-v\\d+)?", withoutSource);
  }

  /** Its keys, all of them. */
  public DqnConfig config() {
    return Presets.load(name);
  }
}
