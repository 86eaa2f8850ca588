package dev.gymbridge.dqn;

import com.google.gson.JsonObject;
import dev.gymbridge.checkpoint.BackgroundWriter;
import dev.gymbridge.checkpoint.CheckpointStore;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where a run keeps its checkpoints, and the policy of its best evaluation. Both are copied between
 * two steps, which takes little, and written while the run goes on.
 */
final class Checkpoints implements AutoCloseable {
  private final CheckpointStore all;
  private final CheckpointStore best;
  private final Consumer<Path> beside;
  private final JsonObject provenance;
  private final BackgroundWriter writer = new BackgroundWriter();

  /**
   * Checkpoints of one run.
   *
   * @param all everything needed to go on
   * @param best the network alone, as it was at its best evaluation
   * @param beside writes into either what is to stand beside the weights
   * @param provenance what is said in the manifest of either
   */
  Checkpoints(
      CheckpointStore all, CheckpointStore best, Consumer<Path> beside, JsonObject provenance) {
    this.all = all;
    this.best = best;
    this.beside = beside;
    this.provenance = provenance;
  }

  /** The policies of best evaluations. */
  CheckpointStore best() {
    return best;
  }

  /** Keeps all that is needed to go on. */
  void write(JsonObject about, TrainingCheckpoint state) {
    JsonObject whole = withProvenance(about);
    TrainingCheckpoint.Snapshot snapshot = state.snapshot();
    writer.write(
        () -> {
          try (snapshot) {
            all.writeUpon(
                whole,
                draft -> {
                  snapshot.write(draft);
                  beside.accept(draft.directory());
                });
          }
        });
  }

  /** Keeps the network as it is as the best one. */
  void writeBest(JsonObject about, Supplier<Consumer<Path>> network) {
    JsonObject whole = withProvenance(about);
    Consumer<Path> weights = network.get();
    writer.write(
        () ->
            best.write(
                whole,
                fresh -> {
                  weights.accept(fresh);
                  beside.accept(fresh);
                }));
  }

  private JsonObject withProvenance(JsonObject about) {
    JsonObject whole = about.deepCopy();
    provenance.asMap().forEach(whole::add);
    return whole;
  }

  /** Throws what writing failed with. */
  void throwFailures() {
    writer.throwFailures();
  }

  /** Waits until all is written. */
  void await() {
    writer.await();
  }

  @Override
  public void close() {
    writer.close();
  }
}
