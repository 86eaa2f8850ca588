package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.testkit.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run that is interrupted and goes on leaves the same bytes as one that never was: tables,
 * weights, optimiser, replay, random numbers, episodes under way.
 *
 * <p>{@code -Dgymbridge.interruptions=200} tries so many moments of each kind, in place of a few.
 */
class InterruptedRunTest {
  private static final int MOMENTS = Integer.getInteger("gymbridge.interruptions", 6);

  private static final DqnConfig SHORT =
      DqnConfig.preset("default")
          .withTotalEnvSteps(260)
          .with("hidden_sizes", new int[] {8})
          .with("batch_size", 8)
          .with("learning_starts", 30)
          .with("evaluation_period", "90 env_steps")
          .with("evaluation_episodes", 2)
          .with("max_evaluation_episode_steps", 20)
          .with("checkpoint_period", "70 env_steps")
          .with("record_actions", true);

  /** One environment or several, everything with state that a learner can have. */
  @SuppressWarnings("ImmutableEnumChecker") // A configuration is a record of values.
  enum Kind {
    PLAIN(SHORT),
    EIGHT(SHORT.with("num_envs", 8).with("n_step", 3).with("head", "quantile")),
    PRIORITIZED(
        SHORT
            .with("prioritized_replay", true)
            .with("n_step", 2)
            .with("noisy", true)
            .with("dueling", true)
            .with("head", "categorical")),
    SHARED(
        SHORT
            .with("num_envs", 3)
            .with("evaluation_envs", "shared")
            .with("gradient_steps", 32)
            .with("learn_while_stepping", false));

    private final DqnConfig config;

    Kind(DqnConfig config) {
      this.config = config;
    }

    Recipe recipe() {
      return new Recipe(EnvironmentRecipe.of("native:CartPole-v1"), 3, "default", config);
    }
  }

  @TempDir(factory = InMemory.class)
  private Path directory;

  private RunDirectory fresh(String name) {
    return RunDirectory.createAt(directory.resolve(name));
  }

  /** Trains until the end, or until it is asked to stop for the given time. */
  private static void sit(
      Kind kind, RunDirectory run, boolean resumed, FailingSource source, int asksBeforeStop) {
    int[] asked = {0};
    try (TrainingRun training =
        TrainingRun.open(kind.recipe(), source, "CartPole-v1", TensorFlowQNetwork::create)) {
      training.train(run, resumed, Map.of(), () -> asked[0]++ >= asksBeforeStop);
    }
  }

  private static void finish(Kind kind, RunDirectory run) {
    sit(kind, run, true, FailingSource.NEVER, Integer.MAX_VALUE);
  }

  /** What a run leaves, by name. */
  private static Map<String, byte[]> bytes(RunDirectory run) throws IOException {
    Map<String, byte[]> bytes = new TreeMap<>();
    bytes.put("progress.csv", Files.readAllBytes(run.progress()));
    bytes.put("evaluations.csv", Files.readAllBytes(run.evaluations()));
    bytes.put("actions.csv", Files.readAllBytes(run.actions()));
    for (Policy policy : Policy.values()) {
      try (Stream<Path> files = Files.list(policy.weights(run).directory())) {
        for (Path file : files.toList()) {
          bytes.put(policy + "/" + file.getFileName(), Files.readAllBytes(file));
        }
      }
    }
    return bytes;
  }

  private Map<String, byte[]> uninterrupted(Kind kind) throws IOException {
    RunDirectory run = fresh("whole");
    sit(kind, run, false, FailingSource.NEVER, Integer.MAX_VALUE);
    assertThat(Files.readAllLines(run.evaluations())).hasSizeGreaterThan(2);
    return bytes(run);
  }

  private static void requireSame(RunDirectory run, Map<String, byte[]> whole, String moment)
      throws IOException {
    Map<String, byte[]> found = bytes(run);
    assertThat(found.keySet()).as(moment).isEqualTo(whole.keySet());
    found.forEach((name, is) -> assertThat(is).as(name + " " + moment).isEqualTo(whole.get(name)));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void endsWithTheSameBytesWheneverItIsAskedToStop(Kind kind) throws IOException {
    Map<String, byte[]> whole = uninterrupted(kind);
    Random random = new Random(1);
    for (int moment = 0; moment < MOMENTS; moment++) {
      RunDirectory run = fresh("stopped" + moment);
      int first = random.nextInt(300);
      int second = random.nextInt(150);
      sit(kind, run, false, FailingSource.NEVER, first);
      sit(kind, run, true, FailingSource.NEVER, second);
      finish(kind, run);
      requireSame(run, whole, "stopped after being asked %d and %d times".formatted(first, second));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void endsWithTheSameBytesBetweenWhicheverTwoWritesThePowerIsCut(Kind kind) throws IOException {
    Map<String, byte[]> whole = uninterrupted(kind);
    MortalDisk counting = new MortalDisk();
    sit(kind, fresh("counted").on(counting), false, FailingSource.NEVER, Integer.MAX_VALUE);
    Random random = new Random(2);
    for (int moment = 0; moment < Math.min(2 * MOMENTS, counting.acts()); moment++) {
      int act = counting.acts() <= 2 * MOMENTS ? moment : random.nextInt(counting.acts());
      RunDirectory run = fresh("cut" + moment);
      losePower(kind, run, act);
      if (!Files.exists(run.config())) {
        continue; // It had not begun: there is nothing to go on with.
      }
      finish(kind, run);
      requireSame(run, whole, "power cut before act " + act);
    }
  }

  private static void losePower(Kind kind, RunDirectory run, int act) {
    try {
      sit(kind, run.on(new MortalDisk(act, act)), false, FailingSource.NEVER, Integer.MAX_VALUE);
    } catch (MortalDisk.PowerCut asPlanned) {
      // What is left is on the disk.
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void endsWithTheSameBytesWhicheverCallOfTheEnvironmentFails(Kind kind) throws IOException {
    Map<String, byte[]> whole = uninterrupted(kind);
    Random random = new Random(3);
    for (int moment = 0; moment < MOMENTS; moment++) {
      int call = random.nextInt(110);
      RunDirectory run = fresh("failed" + moment);
      FailingSource source = new FailingSource(call);
      try {
        sit(kind, run, false, source, Integer.MAX_VALUE);
      } catch (EnvironmentException e) {
        assertThat(e).hasMessage(FailingSource.MESSAGE);
      }
      finish(kind, run);
      requireSame(run, whole, "failed in call " + call);
    }
  }

  @Test
  void changesNothingWhenARunThatIsOverIsResumed() throws IOException {
    Map<String, byte[]> whole = uninterrupted(Kind.PLAIN);
    RunDirectory run = RunDirectory.open(directory.resolve("whole"));
    Path newest = Policy.FINAL.weights(run).directory();
    finish(Kind.PLAIN, run);
    requireSame(run, whole, "resumed though it was over");
    assertThat(Policy.FINAL.weights(run).directory()).isEqualTo(newest);
  }
}
