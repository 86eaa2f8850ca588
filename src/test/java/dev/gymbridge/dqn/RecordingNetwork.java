package dev.gymbridge.dqn;

import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.network.ExportFormat;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.UpdateResult;
import dev.gymbridge.replay.Batch;
import dev.gymbridge.replay.Observations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A network that learns nothing, always prefers action 2, and remembers how it was called. */
final class RecordingNetwork implements QNetwork {
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Update(int transitions, int gradientSteps, double learningRate, float[] discounts) {}

  final List<Update> updates = new ArrayList<>();
  final List<String> calls = new ArrayList<>();
  private double loss;
  private int divergesAt = Integer.MAX_VALUE;

  /** From that update on, counted from 1, its numbers are not finite. */
  RecordingNetwork divergingAt(int update) {
    divergesAt = update;
    return this;
  }

  @Override
  public int observationSize() {
    return 2;
  }

  @Override
  public int actions() {
    return 3;
  }

  @Override
  public boolean takesBytes() {
    return false;
  }

  @Override
  public void actionValues(Observations observations, int n, float[] values) {
    Arrays.fill(values, 0, n * actions(), (float) loss);
  }

  @Override
  public void act(Observations observations, int n, Acting acting, int[] greedy) {
    requireFloats(observations);
    calls.add("act");
    Arrays.fill(greedy, 0, n, 2);
  }

  @Override
  public UpdateResult update(
      Batch batch, int gradientSteps, double learningRate, float @Nullable [] surprises) {
    requireUsable(batch, gradientSteps, learningRate);
    require(
        surprises == null || surprises.length >= batch.size(), "surprises must have room for all");
    calls.add("update");
    updates.add(new Update(batch.size(), gradientSteps, learningRate, batch.discounts().clone()));
    if (surprises != null) {
      Arrays.fill(surprises, 0, batch.size(), 1);
    }
    loss = updates.size() < divergesAt ? updates.size() : Double.NaN;
    return new UpdateResult(loss, 10.0 * updates.size());
  }

  private void requireUsable(Batch batch, int gradientSteps, double learningRate) {
    requireFloats(batch.observations());
    require(
        learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY,
        "learningRate must be at least 0 and finite, got " + learningRate);
    require(
        batch.size() % gradientSteps == 0,
        "gradientSteps must divide the batch of %d transitions, got %d"
            .formatted(batch.size(), gradientSteps));
    for (int action : batch.actions()) {
      require(action >= 0 && action < 3, "action must be in [0, 3), got " + action);
    }
  }

  private static void requireFloats(Observations observations) {
    require(observations.size() == 2 && !observations.isBytes(), "this network takes 2 floats");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  @Override
  public void syncTarget() {
    calls.add("syncTarget");
  }

  @Override
  public void moveTarget(double share) {
    require(share > 0 && share <= 1, "share must be in (0, 1], got " + share);
    calls.add("moveTarget");
  }

  @Override
  public Consumer<Path> snapshot() {
    String content = "after " + updates.size();
    return directory -> {
      try {
        Files.writeString(directory.resolve("network"), content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Override
  public void restore(Path directory) {
    if (!Files.exists(directory.resolve("network"))) {
      throw new CheckpointException("no network in " + directory);
    }
    calls.add("restore");
  }

  @Override
  public void export(ExportFormat format, Path to, Map<String, String> provenance) {
    throw new AssertionError("not needed");
  }

  @Override
  public void close() {}
}
