package dev.gymbridge.dqn;

import com.google.gson.JsonObject;
import dev.gymbridge.checkpoint.CheckpointStore;
import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.checkpoint.StoredCheckpoint;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.network.QNetwork;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Deep Q-learning: acts, remembers, learns.
 *
 * <pre>{@code
 * DqnTrainer trainer = new DqnTrainer(config, seed, environment, network);
 * trainer.evaluateWith(evaluator);
 * trainer.listen(listener);
 * TrainingEnded ended = trainer.run(() -> false);
 * }</pre>
 *
 * <p>Source: Mnih et al. 2015, Algorithm 1. Differs from the paper: a truncated episode bootstraps,
 * Adam, the Huber loss with an optional clip of the gradient norm, a coin for each environment.
 *
 * <p>Every random choice comes from the seed: the same seed, configuration and environment give the
 * same events on the same machine, in one sitting or in several. The trainer closes nothing that it
 * was handed.
 */
public final class DqnTrainer {
  private static final long PROGRESS_PERIOD_NANOS = 20_000_000;

  private final DqnConfig config;
  private final VectorEnvironment environment;
  private final QNetwork network;
  private final Audience audience = new Audience();
  private final TrainingLoop loop;
  private final RunCheckpoints checkpoints;
  private long progressToldNanos = System.nanoTime() - PROGRESS_PERIOD_NANOS;

  /**
   * A trainer that has done nothing yet.
   *
   * @throws UnsupportedEnvironmentException if DQN cannot learn the environment
   */
  public DqnTrainer(DqnConfig config, long seed, VectorEnvironment environment, QNetwork network) {
    this.config = config;
    this.environment = environment;
    this.network = network;
    loop = new TrainingLoop(config, new RandomStreams(seed), environment, network, audience);
    checkpoints = new RunCheckpoints(config.run(), seed, network, loop);
  }

  /** The seed of the initial weights in a run of this seed. */
  public static long networkSeed(long seed) {
    return new RandomStreams(seed).seedFor("network");
  }

  /**
   * Plays greedy episodes with this evaluator as the configuration says; the caller closes it.
   *
   * <p>One that plays on the environment that trains waits for the end of an episode; with several
   * environments it breaks their episodes off, which are then counted nowhere.
   */
  public void evaluateWith(Evaluator evaluator) {
    evaluator.onInterruption((reason, dropped) -> loop.tellOfInterruption(dropped, true, reason));
    loop.evaluations().playWith(evaluator);
  }

  /** Plays greedy episodes on this environment as the configuration says; the caller closes it. */
  public void evaluateOn(VectorEnvironment evaluationEnvironment) {
    evaluateWith(Evaluator.on(evaluationEnvironment, config, network));
  }

  /** Tells a listener what happens. */
  public void listen(TrainingListener listener) {
    audience.add(listener);
  }

  /**
   * Keeps in checkpoints how long a file of a listener is, and cuts it back to that on {@link
   * #resumeFrom}.
   *
   * @param name by which it is found again
   */
  public void keep(String name, GrowingFile file) {
    checkpoints.keep(name, file);
  }

  /** Writes checkpoints likewise, and nothing beside them. */
  public void checkpointTo(Path checkpoints, Path best) {
    checkpointTo(
        new CheckpointStore(checkpoints, Disk.REAL),
        new CheckpointStore(best, Disk.REAL),
        weights -> {},
        new JsonObject());
  }

  /**
   * Writes checkpoints: at the configured intervals, at the end, and when something fails. They are
   * written in the background; all that was handed over is written when {@link #run} returns.
   *
   * @param checkpoints everything needed to go on
   * @param best the network alone, as it was at its best evaluation
   * @param beside writes into either what is to stand beside the weights
   * @param provenance what either says of where it comes from, such as versions
   */
  public void checkpointTo(
      CheckpointStore checkpoints,
      CheckpointStore best,
      Consumer<Path> beside,
      JsonObject provenance) {
    this.checkpoints.writeTo(new Checkpoints(checkpoints, best, beside, provenance));
  }

  /**
   * Continues a run as if it had never stopped.
   *
   * @throws CheckpointException if it is of another run, or cannot be read
   */
  public void resumeFrom(StoredCheckpoint checkpoint) {
    checkpoints.read(checkpoint);
  }

  /**
   * Continues a run from the newest of the checkpoints in a directory.
   *
   * @throws CheckpointException if there is none
   */
  public void resumeFrom(Path checkpoints) {
    resumeFrom(
        new CheckpointStore(checkpoints, Disk.REAL)
            .newest()
            .orElseThrow(
                () ->
                    new CheckpointException(
                        "no checkpoint at %s; give the directory of a run that was checkpointed"
                            .formatted(checkpoints))));
  }

  /**
   * Trains until the configured end, the configured return, or the request to stop. A run that is
   * over already stays as it is.
   *
   * <p>Whatever ends it early leaves a checkpoint, unless the network itself is no longer finite.
   *
   * @param stopRequested asked after every step of the vector environment, also in evaluations, as
   *     the listeners are
   * @throws NonFiniteException if a number is not finite, and the configuration says to fail
   */
  public TrainingEnded run(BooleanSupplier stopRequested) {
    long startedNanos = System.nanoTime();
    checkpoints.begin(startedNanos);
    TrainingStarted started = loop.course().started(environment.spec().id());
    BooleanSupplier stop = () -> stopRequested.getAsBoolean() || audience.stopReason() != null;
    try {
      audience.tell(listener -> listener.onStarted(started));
      train(stop);
      return end(stop, startedNanos);
    } catch (RuntimeException e) {
      checkpoints.writeAfter(e);
      throw e;
    } finally {
      checkpoints.close();
    }
  }

  private void train(BooleanSupplier stopRequested) {
    if (!loop.isOver()) {
      loop.begin(checkpoints.resumed(), stopRequested);
      checkpoints.changed();
    }
    while (!loop.isOver() && !stopRequested.getAsBoolean()) {
      Counters before = loop.counters();
      checkpoints.changed();
      loop.step(stopRequested);
      checkpoints.writeIfDue(before);
      tellProgress();
    }
  }

  /** As often as a display is drawn at most: an event for each step would be garbage for nobody. */
  private void tellProgress() {
    long now = System.nanoTime();
    if (now - progressToldNanos >= PROGRESS_PERIOD_NANOS) {
      progressToldNanos = now;
      TrainingProgress event = progress();
      audience.tell(listener -> listener.onProgress(event));
    }
  }

  private TrainingEnded end(BooleanSupplier stopRequested, long startedNanos) {
    Evaluations evaluations = loop.evaluations();
    TrainingEnded.Reason reason = reason();
    checkpoints.write();
    if (reason == TrainingEnded.Reason.COMPLETED
        && config.evaluation().evaluationPeriod() != null) {
      evaluations.owe(loop.course().envSteps());
      if (evaluations.owed()) {
        checkpoints.changed();
        loop.evaluateIfOwed(stopRequested);
        checkpoints.write();
      }
    }
    checkpoints.await();
    Counters counters = loop.counters();
    TrainingEnded ended =
        new TrainingEnded(
            counters.envSteps(),
            counters.gradientSteps(),
            counters.episodes(),
            (System.nanoTime() - startedNanos) / 1e9,
            reason,
            reason == TrainingEnded.Reason.STOPPED ? audience.stopReason() : null);
    audience.tell(listener -> listener.onEnded(ended));
    return ended;
  }

  private TrainingEnded.Reason reason() {
    if (loop.evaluations().solved()) {
      return TrainingEnded.Reason.SOLVED;
    }
    if (loop.isOver()) {
      return TrainingEnded.Reason.COMPLETED;
    }
    return audience.stopReason() != null
        ? TrainingEnded.Reason.STOPPED
        : TrainingEnded.Reason.INTERRUPTED;
  }

  /** How far it is now; also after {@link #run} has thrown. */
  public TrainingProgress progress() {
    return loop.progress();
  }
}
