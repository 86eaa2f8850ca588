package dev.gymbridge.dqn;

/**
 * A run begins.
 *
 * @param environmentId as registered
 * @param totalEnvSteps where the run ends, in env steps; 0 when episodes say
 * @param totalEpisodes where the run ends, in episodes; 0 when env steps say
 * @param envSteps already taken, above 0 for a resumed run
 * @param episodes already finished, likewise
 */
public record TrainingStarted(
    String environmentId, long totalEnvSteps, long totalEpisodes, long envSteps, long episodes) {}
