package dev.gymbridge.dqn;

import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How far a run is, and where it ends. */
final class Course implements Stateful {
  private final @Nullable Long totalEnvSteps;
  private final @Nullable Long totalEpisodes;
  private long envSteps;
  private long episodes;

  Course(RunKeys keys) {
    totalEnvSteps = keys.totalEnvSteps();
    totalEpisodes = keys.totalEpisodes();
  }

  void tookEnvStep() {
    envSteps++;
  }

  void finishedEpisode() {
    episodes++;
  }

  long envSteps() {
    return envSteps;
  }

  long episodes() {
    return episodes;
  }

  boolean finished() {
    return fractionDone() >= 1;
  }

  double fractionDone() {
    return totalEnvSteps != null
        ? (double) envSteps / totalEnvSteps
        : (double) episodes / Objects.requireNonNull(totalEpisodes);
  }

  TrainingStarted started(String environmentId) {
    return new TrainingStarted(
        environmentId,
        totalEnvSteps == null ? 0 : totalEnvSteps,
        totalEpisodes == null ? 0 : totalEpisodes,
        envSteps,
        episodes);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeLong(envSteps);
    out.writeLong(episodes);
  }

  @Override
  public void read(DataInput in) throws IOException {
    envSteps = in.readLong();
    episodes = in.readLong();
  }
}
