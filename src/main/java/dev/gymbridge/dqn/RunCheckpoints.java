package dev.gymbridge.dqn;

import com.google.gson.JsonObject;
import dev.gymbridge.checkpoint.StoredCheckpoint;
import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.network.QNetwork;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When the state of a run is written, and whether it may be read; nothing where none is kept. */
final class RunCheckpoints implements AutoCloseable {
  private static final String SEED = "seed";

  private final RunKeys keys;
  private final long seed;
  private final QNetwork network;
  private final TrainingLoop loop;
  private final Map<String, GrowingFile> kept = new LinkedHashMap<>();
  private @Nullable Checkpoints checkpoints;
  private boolean resumed;
  private boolean changed; // since the last checkpoint
  private long storedNanos;

  RunCheckpoints(RunKeys keys, long seed, QNetwork network, TrainingLoop loop) {
    this.keys = keys;
    this.seed = seed;
    this.network = network;
    this.loop = loop;
  }

  /** Keeps how long a file is, too. */
  void keep(String name, GrowingFile file) {
    kept.put(name, file);
  }

  /** Writes from now on, also the best network; closes what it is handed. */
  void writeTo(Checkpoints to) {
    checkpoints = to;
    loop.evaluations().keepBestIn(to);
  }

  /**
   * Makes the run what it was.
   *
   * @throws CheckpointException if the checkpoint is of another run, or cannot be read
   */
  void read(StoredCheckpoint checkpoint) {
    long of = checkpoint.about().get(SEED).getAsLong();
    if (of != seed) {
      throw new CheckpointException(
          "%s is of a run with seed %d, this run has seed %d; bring its own back"
              .formatted(checkpoint.directory(), of, seed));
    }
    state().read(checkpoint.directory());
    resumed = true;
  }

  /** Whether the run goes on from a checkpoint. */
  boolean resumed() {
    return resumed;
  }

  private TrainingCheckpoint state() {
    return new TrainingCheckpoint(network, loop.parts(), loop.replay(), kept);
  }

  /** A sitting begins: the seconds between checkpoints count from here. */
  void begin(long nowNanos) {
    storedNanos = nowNanos;
  }

  /** The run is no longer what the last checkpoint says. */
  void changed() {
    changed = true;
  }

  /** Writes where a period or the seconds are over; throws what went wrong in the background. */
  void writeIfDue(Counters before) {
    Double seconds = keys.checkpointSeconds();
    boolean old = seconds != null && System.nanoTime() - storedNanos >= seconds * 1e9;
    if (checkpoints != null) {
      checkpoints.throwFailures();
    }
    if (old || keys.checkpointPeriod().multiplesBetween(before, loop.counters()) > 0) {
      write();
    }
  }

  /** Hands the state over to be written in the background, if it changed. */
  void write() {
    Checkpoints to = checkpoints;
    if (to == null || !changed) {
      return;
    }
    loop.requireSoundWeights();
    to.write(about(), state());
    changed = false;
    storedNanos = System.nanoTime();
  }

  /** Waits until all that was handed over is written. */
  void await() {
    if (checkpoints != null) {
      checkpoints.await();
    }
  }

  /** What is to be known of a checkpoint without reading it. */
  private JsonObject about() {
    Counters counters = loop.counters();
    JsonObject about = new JsonObject();
    about.addProperty(SEED, seed);
    about.addProperty("env_steps", counters.envSteps());
    about.addProperty("gradient_steps", counters.gradientSteps());
    about.addProperty("episodes", counters.episodes());
    return about;
  }

  /** What was trained so far is kept, whatever ended it; the checkpoint before stays if not. */
  void writeAfter(RuntimeException failure) {
    if (!loop.isStorable()) {
      return;
    }
    try {
      write();
      await();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    if (checkpoints != null) {
      checkpoints.close();
    }
  }
}
