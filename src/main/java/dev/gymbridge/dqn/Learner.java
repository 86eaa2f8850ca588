package dev.gymbridge.dqn;

import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.UpdateResult;
import dev.gymbridge.replay.Batch;
import dev.gymbridge.replay.Observations;
import dev.gymbridge.replay.ReplayBuffer;
import dev.gymbridge.replay.ReplaySettings;
import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Keeps transitions and takes gradient steps on them. */
final class Learner implements Stateful {
  /** Each is a copy in the graph, which takes time and memory to build; more gain little. */
  private static final int MOST_STEPS_TOGETHER = 16;

  private final DqnConfig config;
  private final int numEnvs;
  private final QNetwork network;
  private final ReplayBuffer replay;
  private final Batch batch;
  private final RandomStream random;

  private final float @Nullable [] surprises;
  private final int stepsTogether;
  private final Observations zeros;
  private final float[] actionValues;
  private boolean sound = true;
  private long gradientSteps;
  // Sums over the gradient steps since the last report, weighted by their number.
  private double lossSum;
  private double meanQSum;
  private long summed;

  /**
   * A learner that has not learned yet.
   *
   * @param frames that an observation may be made of
   */
  Learner(DqnConfig config, int numEnvs, int frames, QNetwork network, RandomStream random) {
    this.config = config;
    this.network = network;
    this.random = random;
    replay = buffer(config, numEnvs, frames, network);
    this.numEnvs = numEnvs;
    actionValues = new float[network.actions()];
    int batchSize = config.learning().batchSize();
    // Priorities are fresh for each gradient step; uniform batches may be drawn ahead.
    stepsTogether =
        config.replay().prioritizedReplay() ? 1 : together(config.learning().gradientSteps());
    int size = batchSize * stepsTogether;
    batch =
        network.takesBytes()
            ? Batch.ofBytes(size, network.observationSize())
            : new Batch(size, network.observationSize());
    surprises = config.replay().prioritizedReplay() ? new float[batchSize] : null;
    zeros =
        network.takesBytes()
            ? Observations.ofBytes(1, network.observationSize())
            : Observations.ofFloats(1, network.observationSize());
  }

  /** Of which a whole number makes a train period. */
  private static int together(int gradientSteps) {
    int together = Math.min(MOST_STEPS_TOGETHER, gradientSteps);
    while (gradientSteps % together != 0) {
      together--;
    }
    return together;
  }

  private static ReplayBuffer buffer(DqnConfig config, int numEnvs, int frames, QNetwork network) {
    ReplayKeys keys = config.replay();
    ReplaySettings settings =
        config.replaySettings(network.observationSize(), frames, network.takesBytes(), numEnvs);
    return keys.prioritizedReplay()
        ? ReplayBuffer.prioritized(settings, keys.priorityAlpha(), keys.priorityEpsilon())
        : ReplayBuffer.uniform(settings);
  }

  ReplayBuffer replay() {
    return replay;
  }

  long gradientSteps() {
    return gradientSteps;
  }

  /** Keeps the last step of environment i, if it is one that can be learned from. */
  void remember(Rollout rollout, int i, int action) {
    if (!rollout.isLearnable(i)) {
      replay.cut(i);
      return;
    }
    replay.add(
        i,
        rollout.observations(),
        i,
        action,
        (float) shaped(rollout.reward(i)),
        rollout.nextObservations(),
        i,
        rollout.terminated(i),
        rollout.truncated(i));
  }

  private double shaped(double reward) {
    Double most = config.learning().rewardClip();
    double clipped = most == null ? reward : Math.max(-most, Math.min(most, reward));
    return clipped * config.learning().rewardScale();
  }

  /** New episodes begin, whatever went before. */
  void cutEpisodes() {
    for (int i = 0; i < numEnvs; i++) {
      replay.cut(i);
    }
  }

  /** A new episode of environment i begins, whatever went before. */
  void cutEpisode(int i) {
    replay.cut(i);
  }

  boolean isReady() {
    return replay.size() > config.replay().learningStarts();
  }

  /**
   * Whether a request to stop should not wait for a train period that is learned while a step is
   * under way. A run that broke off in it goes on, but not with the same bytes: what is learned
   * later has seen that step.
   */
  boolean learnsLong() {
    return config.learning().gradientSteps() > 64 * stepsTogether;
  }

  /**
   * Takes a few gradient steps, of which a whole number makes a train period.
   *
   * @param fractionDone how much of the run is over, in [0, 1]
   * @return how many were taken
   */
  int learn(double fractionDone) {
    double learningRate = config.learning().learningRateAt(fractionDone);
    double beta = config.replay().priorityBetaAt(fractionDone);
    replay.sample(batch, random, beta);
    UpdateResult result = network.update(batch, stepsTogether, learningRate, surprises);
    gradientSteps += stepsTogether;
    requireSound(Double.isFinite(result.loss()) && Double.isFinite(result.meanQ()));
    if (surprises != null) {
      replay.surprised(surprises);
    }
    lossSum += result.loss() * stepsTogether;
    meanQSum += result.meanQ() * stepsTogether;
    summed += stepsTogether;
    return stepsTogether;
  }

  /** Brings the target network up to date. */
  void updateTarget() {
    double share = config.learning().targetUpdateShare();
    if (share == 1) {
      network.syncTarget();
    } else {
      network.moveTarget(share);
    }
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
              + " Lower learning_rate, scale rewards down by reward_scale, or set"
              + " max_gradient_norm; the last checkpoint is from before");
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

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(gradientSteps);
    out.writeDouble(lossSum);
    out.writeDouble(meanQSum);
    out.writeLong(summed);
    random.write(out);
    replay.write(out);
  }

  @Override
  public void read(DataInput in) throws IOException {
    gradientSteps = in.readLong();
    lossSum = in.readDouble();
    meanQSum = in.readDouble();
    summed = in.readLong();
    random.read(in);
    replay.read(in);
  }
}
