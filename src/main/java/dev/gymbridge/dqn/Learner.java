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

  private long gradientSteps;
  // Sums over the gradient steps since the last report, weighted by their number.
  private double lossSum;
  private double meanQSum;
  private long summed;

  Learner(DqnConfig config, QNetwork network, RandomGenerator random) {
    this.config = config;
    this.network = network;
    this.random = random;
    replay = new ReplayBuffer(config.bufferCapacity(), network.observationSize());
    batch = new Batch(config.batchSize() * config.gradientSteps(), network.observationSize());
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
    float reward = (float) (rollout.reward(i) * config.rewardScale());
    float discount = rollout.terminated(i) ? 0f : (float) config.discount();
    replay.add(rollout.observations(), i, action, reward, rollout.nextObservations(), i, discount);
  }

  boolean isReady() {
    return replay.size() > config.learningStarts();
  }

  /** Takes the gradient steps of one train period. */
  void learn(double learningRate) {
    replay.sample(batch, random);
    UpdateResult result = network.update(batch, config.gradientSteps(), learningRate);
    gradientSteps += config.gradientSteps();
    lossSum += result.loss() * config.gradientSteps();
    meanQSum += result.meanQ() * config.gradientSteps();
    summed += config.gradientSteps();
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
