package dev.gymbridge.dqn;

import org.jspecify.annotations.Nullable;

/** When greedy episodes are played, and what for; the keys of {@link DqnConfig#evaluation}. */
public record EvaluationKeys(
    @Key("how often greedy episodes are played; null for never") @Nullable Span evaluationPeriod,
    @Key(value = "how many greedy episodes are played each time", atLeast = 1)
        int evaluationEpisodes,
    @Key(
            value =
                "env steps that evaluations may take for each one of the training: one that is due"
                    + " while those before it took more is left out; null for no limit",
            above = 0)
        @Nullable Double evaluationShare,
    @Key(
            value =
                "on how many environments they are played: auto for as many as pay, a number, or"
                    + " shared for the one that trains, between its episodes",
            changeable = true)
        EvaluationEnvs evaluationEnvs,
    @Key(
            value =
                "env steps after which a greedy episode is cut off; null for the environment's own"
                    + " time limit, or 5,000 where it has none",
            atLeast = 1)
        @Nullable Integer maxEvaluationEpisodeSteps,
    @Key(
            value = "how many greedy episodes are played after training; 0 for none",
            atLeast = 0,
            changeable = true)
        int finalEvaluationEpisodes,
    @Key(
            value =
                "seconds after which none of these is begun any more, but one on every environment;"
                    + " null for no limit",
            above = 0,
            changeable = true)
        @Nullable Double finalEvaluationSeconds,
    @Key("mean return of an evaluation at which the run stops; null for never")
        @Nullable Double stopAtReturn,
    @Key(value = "how many evaluations in a row must reach it", atLeast = 1)
        int stopAfterEvaluations) {
  /** Where the episodes are played: where none is wanted while it trains, none is made for them. */
  public EvaluationEnvs playedOn() {
    return evaluationPeriod == null ? EvaluationEnvs.SHARED : evaluationEnvs;
  }
}
