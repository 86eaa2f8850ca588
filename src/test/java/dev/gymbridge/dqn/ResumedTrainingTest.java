package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.network.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training keeps in checkpoints, and how it goes on from them. */
class ResumedTrainingTest extends TrainerFixture {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stopsAmongTheGradientStepsOfALongTrainPeriodAndTakesTheRestWhenResumed(boolean meanwhile) {
    DqnConfig config = learningRarely("60 env_steps", meanwhile);
    stopAfterSevenUpdates(config);
    assertThat(network.updates).hasSize(7);

    assertThat(resume(config).gradientSteps()).isEqualTo(1600);
    assertThat(network.updates).hasSize(100);
  }

  @Test
  void takesTheRestOfTheGradientStepsOfTheLastStepWhenResumed() {
    DqnConfig config = learningRarely("100 env_steps", false);
    TrainingEnded interrupted = stopAfterSevenUpdates(config);
    assertThat(interrupted.reason()).isEqualTo(TrainingEnded.Reason.INTERRUPTED);

    TrainingEnded ended = resume(config);
    assertThat(ended.reason()).isEqualTo(TrainingEnded.Reason.COMPLETED);
    assertThat(ended.envSteps()).isEqualTo(100);
    assertThat(ended.gradientSteps()).isEqualTo(1600);
  }

  private static DqnConfig learningRarely(String period, boolean meanwhile) {
    return config()
        .with("learn_while_stepping", meanwhile)
        .with("train_period", period)
        .with("gradient_steps", 1600);
  }

  private TrainingEnded stopAfterSevenUpdates(DqnConfig config) {
    DqnTrainer stopped = trainer(config, 10);
    stopped.checkpointTo(directory.resolve("checkpoint"), directory.resolve("best"));
    return stopped.run(() -> network.updates.size() == 7);
  }

  private TrainingEnded resume(DqnConfig config) {
    DqnTrainer resumed = trainer(config, 10);
    resumed.resumeFrom(directory.resolve("checkpoint"));
    return resumed.run(() -> false);
  }

  @Test
  void doesWhatTheLastStepMadeDueWhenResumedThoughNoEpisodeCouldBeginAfterIt() {
    Path checkpoint = directory.resolve("checkpoint");
    CountingEnvironment failing =
        new CountingEnvironment(AutoresetMode.DISABLED, 10).failingToResetAt(10);
    DqnTrainer failed = new DqnTrainer(config(), 7, failing, network);
    failed.checkpointTo(checkpoint, directory.resolve("best"));
    assertThatThrownBy(() -> failed.run(() -> false)).hasMessage("the server is gone");
    assertThat(failed.progress().envSteps()).isEqualTo(100);

    CountingEnvironment mended = new CountingEnvironment(AutoresetMode.DISABLED, 10);
    DqnTrainer resumed = new DqnTrainer(config(), 7, mended, network);
    resumed.listen(diary);
    resumed.resumeFrom(checkpoint);
    assertThat(resumed.run(() -> false).envSteps()).isEqualTo(100);
    assertThat(diary.of(TargetSynced.class)).extracting(TargetSynced::envSteps).contains(100L);
  }

  @Test
  void goesOnFromTheCheckpointOfAnInterruptedRun() {
    Path checkpoint = directory.resolve("checkpoint");
    int[] asked = {0};
    DqnTrainer first = trainer(config(), 10);
    first.checkpointTo(checkpoint, directory.resolve("best"));
    TrainingEnded interrupted = first.run(() -> asked[0]++ == 35);
    assertThat(interrupted.reason()).isEqualTo(TrainingEnded.Reason.INTERRUPTED);
    assertThat(interrupted.envSteps()).isEqualTo(35);

    DqnTrainer second = trainer(config(), 10);
    second.resumeFrom(checkpoint);
    TrainingEnded ended = second.run(() -> false);
    assertThat(ended.envSteps()).isEqualTo(100);
    assertThat(ended.gradientSteps()).isEqualTo(72);
    assertThat(diary.of(TrainingStarted.class).get(1).envSteps()).isEqualTo(35);
    assertThat(network.calls).contains("restore");
  }

  @Test
  void saysThatACheckpointIsCutShort() throws IOException {
    Path checkpoint = directory.resolve("checkpoint");
    DqnTrainer trainer = trainer(config(), 10);
    trainer.checkpointTo(checkpoint, directory.resolve("best"));
    trainer.run(() -> false);
    Path state = newest(checkpoint).directory().resolve("state.bin");
    byte[] bytes = Files.readAllBytes(state);
    Files.write(state, Arrays.copyOf(bytes, bytes.length / 2));
    DqnTrainer second = trainer(config(), 10);
    assertThatThrownBy(() -> second.resumeFrom(checkpoint))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("no checkpoint in " + checkpoint + " is whole (")
        .hasMessageContaining(
            "state.bin is cut short: it has %d of %d bytes", bytes.length / 2, bytes.length)
        .hasMessageEndingWith("bring one back from a copy, or train anew");
  }

  @Test
  void goesOnWithTheSameRandomNumbersAsIfNeverInterrupted() {
    // Its only episode has no end, so that nothing but the random numbers decides what is done.
    DqnConfig config = config().with("prioritized_replay", true);
    CountingEnvironment whole = environment(1000);
    new DqnTrainer(config, 7, whole, new RecordingNetwork()).run(() -> false);

    Path checkpoint = directory.resolve("checkpoint");
    int[] asked = {0};
    CountingEnvironment before = environment(1000);
    DqnTrainer first = new DqnTrainer(config, 7, before, network);
    first.checkpointTo(checkpoint, directory.resolve("best"));
    first.run(() -> asked[0]++ == 35);
    CountingEnvironment after = environment(1000);
    DqnTrainer second = new DqnTrainer(config, 7, after, network);
    second.resumeFrom(checkpoint);
    second.run(() -> false);

    List<Long> both = new ArrayList<>(actions(before));
    both.addAll(actions(after));
    assertThat(both).isEqualTo(actions(whole));
  }

  @Test
  void writesACheckpointWhenTheLastOneIsSoManySecondsOld() {
    Path checkpoint = directory.resolve("checkpoint");
    DqnTrainer trainer = trainer(config().with("checkpoint_seconds", 1e-9), 10);
    trainer.checkpointTo(checkpoint, directory.resolve("best"));
    trainer.run(() -> false);
    // One after each of 100 env steps; at the end there is nothing to add.
    assertThat(newest(checkpoint).directory().getFileName()).hasToString("000100");
  }

  @Test
  void refusesTheCheckpointOfARunWithAnotherSeed() {
    Path checkpoint = directory.resolve("checkpoint");
    DqnTrainer trainer = trainer(config(), 10);
    trainer.checkpointTo(checkpoint, directory.resolve("best"));
    trainer.run(() -> false);
    DqnTrainer other = new DqnTrainer(config(), 8, environment(10), network);
    assertThatThrownBy(() -> other.resumeFrom(checkpoint))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is of a run with seed 7, this run has seed 8");
  }

  @Test
  void saysThatThereIsNoCheckpoint() {
    DqnTrainer trainer = trainer(config(), 10);
    assertThatThrownBy(() -> trainer.resumeFrom(directory.resolve("none")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("no checkpoint at");
  }

  @Test
  void keepsACheckpointWhenTheEnvironmentFails() {
    Path checkpoint = directory.resolve("checkpoint");
    DqnTrainer failing = new DqnTrainer(config(), 7, environment(10).failingAt(35), network);
    failing.checkpointTo(checkpoint, directory.resolve("best"));
    assertThatThrownBy(() -> failing.run(() -> false)).hasMessage("the server is gone");

    DqnTrainer second = trainer(config(), 10);
    second.resumeFrom(checkpoint);
    second.run(() -> false);
    assertThat(diary.of(TrainingStarted.class).get(0).envSteps()).isEqualTo(35);
  }

  @Test
  void namesWhatIsNotFiniteAndKeepsACheckpointFromBefore() {
    Path checkpoint = directory.resolve("checkpoint");
    DqnTrainer failing =
        new DqnTrainer(config(), 7, environment(10).rewarding(35, Double.NaN), network);
    failing.checkpointTo(checkpoint, directory.resolve("best"));
    assertThatThrownBy(() -> failing.run(() -> false))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageStartingWith("the reward of Counting-v0 is NaN at env step 36: ");
    assertThat(checkpoint).exists();
  }

  @Test
  void keepsTheLastGoodCheckpointWhenLearningDiverges() throws IOException {
    Path checkpoint = directory.resolve("checkpoint");
    DqnConfig config = config().with("checkpoint_period", "10 env_steps");
    network.divergingAt(6);
    DqnTrainer trainer = trainer(config, 10);
    trainer.checkpointTo(checkpoint, directory.resolve("best"));
    assertThatThrownBy(() -> trainer.run(() -> false))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageStartingWith(
            "the network's numbers are no longer finite after gradient step 18: ");
    // Update 6 came after env step 24.
    assertThat(newest(checkpoint).about().get("env_steps").getAsLong()).isEqualTo(20);
  }
}
