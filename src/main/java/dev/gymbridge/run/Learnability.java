package dev.gymbridge.run;

import dev.gymbridge.dqn.UnsupportedEnvironmentException;
import dev.gymbridge.env.space.Space;
import java.util.List;

/**
 * What DQN can do with an environment.
 *
 * @param learnable whether it can learn it
 * @param remarks why not, or what is made of its spaces; empty where it is learned as it is
 */
public record Learnability(boolean learnable, List<String> remarks) {
  public Learnability {
    remarks = List.copyOf(remarks);
  }

  /** What it can do with an environment of these spaces. */
  public static Learnability of(String environmentId, Space observationSpace, Space actionSpace) {
    try {
      return new Learnability(
          true, Adaptation.of(environmentId, observationSpace, actionSpace, List.of()).notes());
    } catch (UnsupportedEnvironmentException e) {
      return new Learnability(false, List.of(String.valueOf(e.getMessage())));
    }
  }

  /** As one line, such as {@code DQN: yes} or {@code DQN: no, ...}. */
  public String text() {
    String all = String.join("; ", remarks);
    return "DQN: " + (learnable ? "yes" : "no") + (all.isEmpty() ? "" : ", " + all);
  }
}
