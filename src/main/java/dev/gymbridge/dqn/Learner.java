package dev.gymbridge.dqn;

import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.UpdateResult;
import dev.gymbridge.replay.Batch;
import dev.gymbridge.replay.ReplayBuffer;
import java.util.random.RandomGenerator;

/** Keeps transitions and takes gradient steps on them. */
final class Learner {
  private final DqnConfig config;
  private final QNetwork network;
  private final ReplayBuffer replay;
  private final Batch batch;
  private final RandomGenerator random;

  private final float[] zeros;
  private final float[] actionValues;
  private boolean sound = true;
  private long gradientSteps;
  // Sums over the gradient steps since the last report, weighted by their number.
  private double lossSum;
  private double meanQSum;
  private long summed;

  Learner(DqnConfig config, QNetwork network, RandomGenerator random) {
    this.config = config;
    this.network = network;
    this.random = random;
    replay = new ReplayBuffer(config.replay().bufferCapacity(), network.observationSize());
    zeros = new float[network.observationSize()];
    actionValues = new float[network.actions()];
    batch =
        new Batch(
            config.learning().batchSize() * config.learning().gradientSteps(),
            network.observationSize());
  }

  ReplayBuffer replay() {
    return replay;
  }

  long gradientSteps() {
    return gradientSteps;
  }

  void continueFrom(long earlierGradientSteps) {
    gradientSteps = earlierGradientSteps;
  }

  /** Keeps the last step of environment i; only a termination zeroes the bootstrap. */
  void remember(Rollout rollout, int i, int action) {
    float reward = (float) (rollout.reward(i) * config.learning().rewardScale());
    float discount = rollout.terminated(i) ? 0f : (float) config.learning().discount();
    replay.add(rollout.observations(), i, action, reward, rollout.nextObservations(), i, discount);
  }

  boolean isReady() {
    return replay.size() > config.replay().learningStarts();
  }

  /** Takes the gradient steps of one train period. */
  void learn(double learningRate) {
    replay.sample(batch, random);
    UpdateResult result = network.update(batch, config.learning().gradientSteps(), learningRate);
    gradientSteps += config.learning().gradientSteps();
    requireSound(Double.isFinite(result.loss()) && Double.isFinite(result.meanQ()));
    lossSum += result.loss() * config.learning().gradientSteps();
    meanQSum += result.meanQ() * config.learning().gradientSteps();
    summed += config.learning().gradientSteps();
  }

  /**
   * Passes a network whose weights are finite: 0 times one that is not is NaN, and is handed on.
   *
   * @throws NonFiniteException if they are not
   */
  void requireSoundWeights() {
    network.actionValues(zeros, 1, actionValues);
    boolean finite = true;
    for (float value : actionValues) {
      finite &= Float.isFinite(value);
    }
    requireSound(finite);
  }

  private void requireSound(boolean finite) {
    sound &= finite;
    if (!sound) {
      throw new NonFiniteException(
          "the network's numbers are no longer finite after gradient step %d: learning has diverged."
                  .formatted(gradientSteps)
              + " Lower learning_rate, scale rewards down by reward_scale, or set max_gradient_norm;"
              + " the last checkpoint is from before");
    }
  }

  /** Whether all that the network reported so far was finite. */
  boolean isSound() {
    return sound;
  }

  /** The means since the last call; NaN when no gradient step was taken. */
  UpdateResult takeMeans() {
    UpdateResult means = new UpdateResult(lossSum / summed, meanQSum / summed);
    lossSum = 0;
    meanQSum = 0;
    summed = 0;
    return means;
  }
}
