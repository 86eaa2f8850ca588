package dev.gymbridge.report;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.EpisodeFinished;
import dev.gymbridge.dqn.EvaluationFinished;
import dev.gymbridge.dqn.GrowingFile;
import dev.gymbridge.dqn.TrainingEnded;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.dqn.TrainingStarted;
import dev.gymbridge.run.EvaluationNumbers;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run for TensorBoard, into a file {@code events.out.tfevents.<seconds>.<host>} of the run
 * directory; a resumed run adds a file of its own.
 *
 * <p>Steps count env steps. The tags are those of Stable-Baselines3 where it has one, so that runs
 * lie over each other in one board:
 *
 * <ul>
 *   <li>{@code rollout/ep_rew}, {@code rollout/ep_len}: undiscounted sum of the rewards of an
 *       episode, and its env steps, at its end
 *   <li>{@code rollout/ep_rew_mean}, {@code rollout/ep_len_mean}: of the last 100 episodes
 *   <li>{@code rollout/exploration_rate}: epsilon at its end
 *   <li>{@code train/loss}: mean loss of the gradient steps since the episode before
 *   <li>{@code train/mean_q}: mean action value of the replayed transitions in them
 *   <li>{@value #LEARNING_RATE}: of the next gradient step
 *   <li>{@code train/n_updates}: gradient steps so far
 *   <li>{@value #SPEED}: env steps a second since the value before, evaluations included; once a
 *       second at most
 *   <li>{@code eval/mean_reward}, {@code std_reward}, {@code min_reward}, {@code max_reward},
 *       {@code mean_ep_length}: of the greedy episodes of an evaluation
 * </ul>
 *
 * <p>What is NaN, as the loss before learning starts, is left out. Other listeners may add scalars
 * of their own.
 */
public final class TensorBoardLog implements TrainingListener, GrowingFile, AutoCloseable {
  static final String LEARNING_RATE = "train/learning_rate";
  static final String SPEED = "time/fps";
  static final String EPISODE = "eval/episode";

  private static final int MEAN_OVER_EPISODES = 100;
  private static final double SECONDS_BETWEEN_SPEEDS = 1;

  private final TensorBoardFile file;
  private final Map<String, Double> values = new LinkedHashMap<>();
  private final RecentMean returns = new RecentMean(MEAN_OVER_EPISODES);
  private final RecentMean lengths = new RecentMean(MEAN_OVER_EPISODES);
  private @Nullable JsonObject hyperparameters;
  private final LongSupplier nanoTime; // the clock may be set meanwhile
  private long timedAt;
  private long timedEnvSteps;

  /**
   * Logs into a directory, from {@link #onStarted} or the first scalar on.
   *
   * @param clock gives the wall time that TensorBoard shows beside the steps
   */
  public TensorBoardLog(Path directory, Clock clock) {
    this(directory, clock, TensorBoardFile.hostName(), System::nanoTime);
  }

  TensorBoardLog(Path directory, Clock clock, String host, LongSupplier nanoTime) {
    file = new TensorBoardFile(directory, clock, host, nanoTime);
    this.nanoTime = nanoTime;
  }

  /** Says with what the run is made, for TensorBoard's table of hyperparameters. */
  public void hyperparameters(JsonObject flat) {
    hyperparameters = flat;
  }

  @Override
  public void onStarted(TrainingStarted event) {
    if (event.envSteps() > 0) {
      // TensorBoard then drops what an earlier file says of later steps: they were lost.
      file.write(TensorBoardEvents.sessionStart(file.wallTime(), event.envSteps() + 1));
    } else {
      file.open();
    }
    if (hyperparameters != null) {
      file.write(TensorBoardEvents.hyperparameters(file.wallTime(), hyperparameters));
    }
    timedAt = nanoTime.getAsLong();
    timedEnvSteps = event.envSteps();
  }

  @Override
  public void onEpisode(EpisodeFinished event) {
    returns.add(event.episodeReturn());
    lengths.add((double) event.length());
    put("rollout/ep_rew", event.episodeReturn());
    put("rollout/ep_len", (double) event.length());
    put("rollout/ep_rew_mean", returns.mean());
    put("rollout/ep_len_mean", lengths.mean());
    put("rollout/exploration_rate", event.epsilon());
    put("train/loss", event.loss());
    put("train/mean_q", event.meanQ());
    put(LEARNING_RATE, event.learningRate());
    put("train/n_updates", (double) event.gradientSteps());
    putSpeed(event.envSteps());
    writeValues(event.envSteps());
  }

  private void putSpeed(long envSteps) {
    long now = nanoTime.getAsLong();
    double seconds = (now - timedAt) / 1e9;
    if (seconds >= SECONDS_BETWEEN_SPEEDS) {
      put(SPEED, (envSteps - timedEnvSteps) / seconds);
      timedAt = now;
      timedEnvSteps = envSteps;
    }
  }

  @Override
  public void onEvaluation(EvaluationFinished event) {
    EvaluationNumbers evaluation = EvaluationNumbers.of(event.evaluation());
    put("eval/mean_reward", evaluation.mean());
    put("eval/std_reward", evaluation.std());
    put("eval/min_reward", evaluation.min());
    put("eval/max_reward", evaluation.max());
    put("eval/mean_ep_length", evaluation.meanLength());
    writeValues(event.envSteps());
  }

  @Override
  public void onEnded(TrainingEnded event) {
    close();
  }

  /**
   * Writes a scalar.
   *
   * @param tag what it is; a slash groups
   * @param step where on the horizontal axis, in env steps or in a unit that its tag explains
   * @param value NaN is left out
   * @throws dev.gymbridge.run.RunDirectoryException if the file cannot be written
   */
  public void scalar(String tag, long step, double value) {
    put(tag, value);
    writeValues(step);
  }

  /**
   * Adds {@code episode.gif} of a run as the picture {@value #EPISODE}, which moves in TensorBoard;
   * nothing where it is missing.
   *
   * @param step the env steps after which the agent acted so
   */
  public static void addEpisode(RunDirectory run, long step) {
    if (!Files.exists(run.episodeGif())) {
      return;
    }
    try (TensorBoardFile file =
        new TensorBoardFile(
            run.path(), Clock.systemUTC(), TensorBoardFile.hostName(), System::nanoTime)) {
      byte[] gif = Files.readAllBytes(run.episodeGif());
      file.write(TensorBoardEvents.gif(file.wallTime(), step, EPISODE, gif));
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(run.episodeGif(), e);
    }
  }

  private void put(String tag, double value) {
    if (!Double.isNaN(value)) {
      values.put(tag, value);
    }
  }

  private void writeValues(long step) {
    if (!values.isEmpty()) {
      file.write(TensorBoardEvents.scalars(file.wallTime(), step, values));
      values.clear();
    }
  }

  @Override
  public void force() {
    file.force();
  }

  /** Writes how long each file of the run is, and what the means of the last episodes are of. */
  @Override
  public void write(DataOutput state) throws IOException {
    file.write(state);
    returns.write(state);
    lengths.write(state);
  }

  /** Cuts what was logged of a part of the run that is lost, so that no step is there twice. */
  @Override
  public void read(DataInput state) throws IOException {
    file.read(state);
    try {
      returns.read(state);
      lengths.read(state);
    } catch (EOFException e) {
      // Of a checkpoint that does not have them; the means begin anew.
    }
  }

  /** Flushes and closes the file; a second call does nothing. A later scalar begins a new file. */
  @Override
  public void close() {
    file.close();
  }
}
