package dev.gymbridge.dqn;

import org.jspecify.annotations.Nullable;

/** How long a run is, and on how many environments; the keys of {@link DqnConfig#run}. */
public record RunKeys(
    @Key(
            value = "where a run ends, in env steps; null when total_episodes says",
            atLeast = 1,
            changeable = true)
        @Nullable Long totalEnvSteps,
    @Key(
            value = "where a run ends, in episodes; null when total_env_steps says",
            atLeast = 1,
            changeable = true)
        @Nullable Long totalEpisodes,
    @Key(value = "environments stepped together", atLeast = 1) int numEnvs,
    @Key(
            "whether the environment's time limit ends an episode; if not, an episode runs on to"
                + " 10,000 env steps")
        boolean honourTimeLimit,
    @Key(
            value =
                "what is done about a reward or an observation that is not finite: fail ends the"
                    + " run, skip leaves the transition out and counts it",
            changeable = true)
        NanPolicy nan,
    @Key("how often a checkpoint is written; one is written at the end in any case")
        Span checkpointPeriod,
    @Key(
            value =
                "a checkpoint is also written when the last one is so many seconds old; null when"
                    + " only checkpoint_period says",
            above = 0,
            changeable = true)
        @Nullable Double checkpointSeconds,
    @Key(
            "whether the actions of each episode are kept in actions.csv, so that any episode can be"
                + " shown as it was")
        boolean recordActions,
    @Key(value = "rendered greedy episodes after training", atLeast = 0, changeable = true)
        int testEpisodes) {}
