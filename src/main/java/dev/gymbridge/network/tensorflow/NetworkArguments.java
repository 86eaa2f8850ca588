package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.replay.Batch;
import dev.gymbridge.replay.Observations;

/**
 * What a network of this configuration may be handed; all else is refused in words.
 *
 * <p>Each check throws {@link IllegalArgumentException}.
 */
record NetworkArguments(NetworkConfig config) {
  static void requireLearningRate(double learningRate) {
    if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learningRate must be at least 0 and finite, got " + learningRate);
    }
  }

  static void requireShare(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be in (0, 1], got " + share);
    }
  }

  static void requireRoom(String what, int length, int n, int rowSize) {
    if (n < 1) {
      throw new IllegalArgumentException("n must be at least 1, got " + n);
    }
    if (length < (long) n * rowSize) {
      throw new IllegalArgumentException(
          "%s must have room for n = %d rows of %d, got length %d"
              .formatted(what, n, rowSize, length));
    }
  }

  void requireFitting(Observations observations) {
    if (observations.size() != config.observationSize()
        || observations.isBytes() != config.observation().isBytes()) {
      throw new IllegalArgumentException(
          "observations are of %d %s, this network takes %d %s"
              .formatted(
                  observations.size(),
                  observations.isBytes() ? "bytes" : "floats",
                  config.observationSize(),
                  config.observation().isBytes() ? "bytes" : "floats"));
    }
  }

  void requireFitting(Batch batch, int gradientSteps) {
    requireFitting(batch.observations());
    if (gradientSteps < 1 || batch.size() % gradientSteps != 0) {
      throw new IllegalArgumentException(
          "gradientSteps must be at least 1 and divide the batch of %d transitions, got %d"
              .formatted(batch.size(), gradientSteps));
    }
    for (int action : batch.actions()) {
      // In the graph it would be a row of zeros: no error, and no learning.
      if (action < 0 || action >= config.actions()) {
        throw new IllegalArgumentException(
            "action must be in [0, %d), got %d".formatted(config.actions(), action));
      }
    }
  }
}
