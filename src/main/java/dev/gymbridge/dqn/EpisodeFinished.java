package dev.gymbridge.dqn;

/**
 * An episode ended.
 *
 * @param episode its number, from 1
 * @param envSteps taken so far, all environments together
 * @param gradientSteps taken so far
 * @param episodeReturn the undiscounted sum of its rewards, as the environment gave them
 * @param length its env steps
 * @param epsilon exploration rate at its end
 * @param loss mean over the gradient steps since the episode before; NaN when there were none
 * @param meanQ mean action value of the replayed transitions in them; NaN when there were none
 * @param terminated whether the task itself ended
 * @param truncated whether the episode was cut
 * @param seed that it began with: a reset with it, and the same actions, give it again; {@link
 *     #UNKNOWN_SEED} where the environment began it by itself
 * @param bufferSize transitions in the replay buffer
 * @param learningRate of the next gradient step
 */
public record EpisodeFinished(
    long episode,
    long envSteps,
    long gradientSteps,
    double episodeReturn,
    long length,
    double epsilon,
    double loss,
    double meanQ,
    boolean terminated,
    boolean truncated,
    long seed,
    int bufferSize,
    double learningRate) {
  /** The seed of an episode that an environment began by itself. */
  public static final long UNKNOWN_SEED = EpisodeLog.UNKNOWN_SEED;
}
