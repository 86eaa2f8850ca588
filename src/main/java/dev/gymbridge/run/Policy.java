package dev.gymbridge.run;

import com.google.gson.JsonObject;
import dev.gymbridge.checkpoint.CheckpointStore;
import dev.gymbridge.checkpoint.StoredCheckpoint;
import dev.gymbridge.network.CheckpointException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which weights of a run are used. */
public enum Policy {
  /** As training left it. */
  FINAL,
  /** Of the best evaluation. */
  BEST;

  /** Where earlier versions kept weights: beside each other. */
  private static final String EARLIER_WEIGHTS = "q-network.bin";

  /** The best one where there is one, else the final one. */
  public static Policy preferred(RunDirectory run) {
    return BEST.isIn(run) ? BEST : FINAL;
  }

  private boolean isIn(RunDirectory run) {
    CheckpointStore store = store(run);
    return !store.isEmpty() || isEarlier(store);
  }

  private static boolean isEarlier(CheckpointStore store) {
    return Files.exists(store.directory().resolve(EARLIER_WEIGHTS));
  }

  private CheckpointStore store(RunDirectory run) {
    return this == BEST ? run.bestPolicies() : run.checkpoints();
  }

  /**
   * Where its weights are: the newest that are whole.
   *
   * @throws RunDirectoryException if the run has none
   * @throws CheckpointException if none of those that it has is whole
   */
  public StoredCheckpoint weights(RunDirectory run) {
    CheckpointStore store = store(run);
    Optional<StoredCheckpoint> newest = newestOf(store);
    if (newest.isEmpty() && isEarlier(store)) {
      return new StoredCheckpoint(store.directory(), new JsonObject(), List.of());
    }
    return newest.orElseThrow(
        () ->
            new RunDirectoryException(
                "%s is missing: the run has no %s policy%s"
                    .formatted(
                        store.directory(),
                        this,
                        this == BEST
                            ? ", it was trained without evaluations; use --policy final"
                            : "; it ended before its first checkpoint")));
  }

  private Optional<StoredCheckpoint> newestOf(CheckpointStore store) {
    try {
      return store.newest();
    } catch (CheckpointException e) {
      throw this == FINAL
          ? e
          : new CheckpointException(e.getMessage() + ", or use --policy final", e);
    }
  }

  /** As the command line writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
