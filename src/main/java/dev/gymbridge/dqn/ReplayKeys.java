package dev.gymbridge.dqn;

/** What is remembered and replayed; the keys of {@link DqnConfig#replay}. */
public record ReplayKeys(
    @Key(value = "transitions in the replay buffer", atLeast = 1) int bufferCapacity,
    @Key(
            value = "gradient steps are taken while the buffer holds more transitions than this",
            atLeast = 0)
        int learningStarts,
    @Key(value = "rewards that one transition sums up, n of the n-step return", atLeast = 1)
        int nStep,
    @Key(
            "whether transitions that surprised more are replayed more often (Schaul et al. 2016);"
                + " gradient steps are then taken one by one")
        boolean prioritizedReplay,
    @Key(value = "how much the surprise counts then, from 0, not at all", atLeast = 0, atMost = 1)
        double priorityAlpha,
    @Key(
            value = "how much of the bias of that is corrected at the start; all of it at the end",
            atLeast = 0,
            atMost = 1)
        double priorityBeta,
    @Key(value = "what is added to each surprise", above = 0) double priorityEpsilon) {

  /** How much of the bias is corrected when so much of the run is over. */
  double priorityBetaAt(double fractionDone) {
    return priorityBeta + (1 - priorityBeta) * Math.min(fractionDone, 1);
  }
}
