package dev.gymbridge.dqn;

import dev.gymbridge.checkpoint.CheckpointStore;
import dev.gymbridge.checkpoint.Disk;
import dev.gymbridge.checkpoint.StoredCheckpoint;
import dev.gymbridge.env.AutoresetMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A short training on environments that count, whose network and listener keep what came. */
abstract class TrainerFixture {
  @TempDir Path directory;

  final RecordingNetwork network = new RecordingNetwork();

  final Diary diary = new Diary();

  static StoredCheckpoint newest(Path checkpoints) {
    return new CheckpointStore(checkpoints, Disk.REAL).newest().orElseThrow();
  }

  static DqnConfig config() {
    return DqnConfig.preset("default")
        .with("total_env_steps", 100)
        .with("learning_starts", 0)
        .with("buffer_capacity", 1000)
        .with("batch_size", 4)
        .with("train_period", "4 env_steps")
        .with("gradient_steps", 3)
        .with("target_update_period", "10 env_steps")
        .with("evaluation_period", null)
        .with("evaluation_share", null);
  }

  static CountingEnvironment environment(int... lengths) {
    return new CountingEnvironment(AutoresetMode.SAME_STEP, lengths);
  }

  DqnTrainer trainer(DqnConfig config, int... lengths) {
    DqnTrainer trainer = new DqnTrainer(config, 7, environment(lengths), network);
    trainer.listen(diary);
    return trainer;
  }

  static List<Long> actions(CountingEnvironment environment) {
    return environment.receivedActions.stream().map(actions -> actions[0]).toList();
  }
}
