package dev.gymbridge.dqn;

/**
 * Episodes broke off because the server that played them is gone, and were dropped.
 *
 * <p>The transitions of a training episode up to the break stay in the replay buffer, and their env
 * steps are counted; the episode itself is counted nowhere. An episode of an evaluation is played
 * again.
 *
 * @param envSteps taken so far, all environments together
 * @param episodes how many were dropped
 * @param evaluation whether they were played to evaluate, not to train
 * @param reason what happened and what was done about it, as one line for the user
 */
public record EpisodesInterrupted(long envSteps, int episodes, boolean evaluation, String reason) {}
