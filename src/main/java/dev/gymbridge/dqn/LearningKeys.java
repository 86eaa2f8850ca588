package dev.gymbridge.dqn;

/** When and how gradient steps are taken; the keys of {@link DqnConfig#learning}. */
public record LearningKeys(
    @Key(value = "learning rate of the optimiser", above = 0) double learningRate,
    @Key("whether the learning rate falls in a straight line to 0 at the end of the run")
        boolean annealLearningRate,
    @Key(value = "gamma, what the value of the next observation counts", atLeast = 0, atMost = 1)
        double discount,
    @Key(value = "what rewards are multiplied by before learning", above = 0) double rewardScale,
    @Key(value = "transitions of one gradient step", atLeast = 1) int batchSize,
    @Key("how often gradient steps are taken") Span trainPeriod,
    @Key(value = "how many gradient steps are taken each time", atLeast = 1) int gradientSteps,
    @Key(
            "whether gradient steps are taken while the environments are busy with the next step,"
                + " whose action is then chosen before them; faster over the bridge")
        boolean learnWhileStepping,
    @Key("how often the target network becomes a copy of the online network")
        Span targetUpdatePeriod) {}
