package dev.gymbridge.run;

import com.google.gson.JsonObject;

/**
 * A training of a search.
 *
 * @param number which sample of the search space, from 0
 * @param round from 0
 * @param envSteps of the training
 * @param changes what it sets of the configuration
 */
public record Trial(int number, int round, long envSteps, JsonObject changes) {
  /** As it is named in tables and directories. */
  public String name() {
    return "round%s-trial%s".formatted(round, number);
  }
}
