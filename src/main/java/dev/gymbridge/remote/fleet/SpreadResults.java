package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the results of the shares of a vector together, in the order of the environments. */
final class SpreadResults {
  private SpreadResults() {}

  /** The result of a step of which each share has one. */
  static VectorStepResult step(
      Space observationSpace,
      List<Share> shares,
      Map<Share, VectorStepResult> results,
      @Nullable InterruptedEpisodes interruption) {
    int n = shares.get(shares.size() - 1).to();
    double[] rewards = new double[n];
    boolean[] terminated = new boolean[n];
    boolean[] truncated = new boolean[n];
    List<Value> observations = new ArrayList<>(shares.size());
    List<Value> finalObservations = new ArrayList<>();
    InfoRows info = new InfoRows(n);
    InfoRows finalInfo = new InfoRows(n);
    for (Share share : shares) {
      VectorStepResult result = Objects.requireNonNull(results.get(share));
      int from = share.from();
      System.arraycopy(result.rewards(), 0, rewards, from, share.size());
      System.arraycopy(result.terminated(), 0, terminated, from, share.size());
      System.arraycopy(result.truncated(), 0, truncated, from, share.size());
      observations.add(result.observation());
      if (result.finalObservation() != null) {
        finalObservations.add(result.finalObservation());
      }
      info.add(from, share.size(), result.info());
      finalInfo.add(from, share.size(), result.finalInfo());
    }
    return new VectorStepResult(
        observationSpace.concatenate(observations),
        rewards,
        terminated,
        truncated,
        finalObservations.isEmpty() ? null : observationSpace.concatenate(finalObservations),
        info.batched(),
        finalInfo.batched(),
        interruption);
  }

  /** The result of a reset of which those shares have one that it concerned. */
  static VectorResetResult reset(
      Space observationSpace,
      List<Share> shares,
      Map<Share, VectorResetResult> results,
      @Nullable InterruptedEpisodes interruption) {
    InfoRows info = new InfoRows(shares.get(shares.size() - 1).to());
    List<Value> observations = new ArrayList<>(shares.size());
    for (Share share : shares) {
      observations.add(share.observation());
      VectorResetResult result = results.get(share);
      if (result != null) {
        info.add(share.from(), share.size(), result.info());
      }
    }
    return new VectorResetResult(
        observationSpace.concatenate(observations), info.batched(), interruption);
  }
}
