package dev.gymbridge.dqn;

import org.jspecify.annotations.Nullable;

/** When and how gradient steps are taken; the keys of {@link DqnConfig#learning}. */
public record LearningKeys(
    @Key(value = "learning rate of the optimiser", above = 0) double learningRate,
    @Key("whether the learning rate falls to learning_rate_end at the end of the run")
        boolean annealLearningRate,
    @Key(value = "learning rate at the end of the run then", atLeast = 0) double learningRateEnd,
    @Key("how it falls: in a straight line, along a cosine, or the faster the higher it stands")
        Curve learningRateCurve,
    @Key(value = "gamma, what the value of the next observation counts", atLeast = 0, atMost = 1)
        double discount,
    @Key(value = "what rewards are multiplied by before learning", above = 0) double rewardScale,
    @Key(value = "size to which rewards are clipped before that; null for no clipping", above = 0)
        @Nullable Double rewardClip,
    @Key(value = "transitions of one gradient step", atLeast = 1) int batchSize,
    @Key("how often gradient steps are taken") Span trainPeriod,
    @Key(value = "how many gradient steps are taken each time", atLeast = 1) int gradientSteps,
    @Key(
            "whether gradient steps are taken while the environments are busy with the next step,"
                + " whose action is then chosen before them; faster over the bridge")
        boolean learnWhileStepping,
    @Key("how often the target network is brought up to date") Span targetUpdatePeriod,
    @Key(
            value =
                "how much of the way to the online network the target network goes each time; 1"
                    + " makes it a copy",
            above = 0,
            atMost = 1)
        double targetUpdateShare) {

  /** The learning rate when so much of the run is over. */
  double learningRateAt(double fractionDone) {
    if (!annealLearningRate) {
      return learningRate;
    }
    double left = Math.max(1 - learningRateCurve.bend(Math.min(fractionDone, 1)), 0);
    return learningRateEnd + (learningRate - learningRateEnd) * left;
  }
}
