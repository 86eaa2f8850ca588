package dev.gymbridge.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions.Wrapper;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.run.MortalDisk.Moment;
import dev.gymbridge.testkit.InMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run that is interrupted and goes on leaves the same bytes as one that never was: tables,
 * weights, optimiser, replay, random numbers, episodes under way.
 *
 * <p>{@code -Dgymbridge.interruptions=200} tries so many moments of each kind, in place of one, and
 * cuts the power before each single act on the disk.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InterruptedRunContract {
  static final int MOMENTS = Integer.getInteger("gymbridge.interruptions", 1);

  /**
   * Pictures of the real server: each with the three before it, as Gymnasium's wrapper stacks them.
   */
  static final EnvironmentRecipe STACKED =
      new EnvironmentRecipe(
          "tests.environments:Wanderer-v0",
          Map.of(),
          List.of(new Wrapper("FrameStackObservation", Map.of("stack_size", 4L))),
          OptionalInt.empty(),
          List.of(),
          ServerRecipe.PLAIN);

  @TempDir(factory = InMemory.class)
  private Path directory;

  private final Map<String, RunRemains> uninterrupted = new HashMap<>();
  private final Map<String, List<Moment>> moments = new HashMap<>();

  /**
   * A run to interrupt.
   *
   * @param name of what is particular about it
   * @param id the environment's, for its source
   * @param source closed by whoever made it
   */
  record Subject(
      String name,
      String id,
      EnvironmentSource source,
      EnvironmentRecipe environment,
      DqnConfig config) {
    Subject(String name, String id, EnvironmentSource source, DqnConfig config) {
      this(name, id, source, EnvironmentRecipe.of(id), config);
    }

    Recipe recipe() {
      return new Recipe(environment, 3, "default", config);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  abstract Stream<Subject> subjects();

  private RunDirectory fresh(String name) {
    return RunDirectory.createAt(directory.resolve(name));
  }

  /** Trains until the end, or until it was asked to stop so often. */
  private static void sit(
      Subject subject, RunDirectory run, boolean resumed, int failing, int asksBeforeStop) {
    int[] asked = {0};
    EnvironmentSource source = new FailingSource(subject.source(), failing);
    try (TrainingRun training =
        TrainingRun.open(subject.recipe(), source, subject.id(), TensorFlowQNetwork::create)) {
      training.train(run, resumed, Map.of(), () -> asked[0]++ >= asksBeforeStop);
    }
  }

  static void finish(Subject subject, RunDirectory run) {
    sit(subject, run, true, FailingSource.NEVER, Integer.MAX_VALUE);
  }

  /** A run that is not interrupted, which also says what such a one leaves. */
  final RunDirectory whole(Subject subject) throws IOException {
    RunDirectory run = fresh("whole");
    sit(subject, run, false, FailingSource.NEVER, Integer.MAX_VALUE);
    assertThat(Files.readAllLines(run.evaluations())).hasSizeGreaterThan(2);
    uninterrupted.put(subject.name(), RunRemains.of(run));
    return run;
  }

  final RunRemains uninterrupted(Subject subject) throws IOException {
    if (!uninterrupted.containsKey(subject.name())) {
      whole(subject);
    }
    return uninterrupted.get(subject.name());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void endsWithTheSameBytesWheneverItIsAskedToStop(Subject subject) throws IOException {
    RunRemains whole = uninterrupted(subject);
    Random random = new Random(1);
    for (int moment = 0; moment < MOMENTS; moment++) {
      RunDirectory run = fresh("stopped" + moment);
      int first = random.nextInt(300);
      int second = random.nextInt(150);
      sit(subject, run, false, FailingSource.NEVER, first);
      sit(subject, run, true, FailingSource.NEVER, second);
      finish(subject, run);
      String then = "stopped after being asked %d and %d times".formatted(first, second);
      RunRemains.of(run).requireSame(whole, then);
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void endsWithTheSameBytesBetweenWhicheverTwoWritesThePowerIsCut(Subject subject)
      throws IOException {
    RunRemains whole = uninterrupted(subject);
    List<Moment> moments = new ArrayList<>(moments(subject));
    Collections.shuffle(moments, new Random(2));
    for (int i = 0; i < Math.min(2 * MOMENTS, moments.size()); i++) {
      Moment moment = moments.get(i);
      RunDirectory run = fresh("cut" + i);
      losePower(subject, run, MortalDisk.until(moment, run, i));
      if (!Files.exists(run.config())) {
        continue; // It had not begun: there is nothing to go on with.
      }
      finish(subject, run);
      RunRemains.of(run).requireSame(whole, "power cut before " + moment);
    }
  }

  /** What is done to the disk from the beginning of a run to its end. */
  private List<Moment> moments(Subject subject) {
    return moments.computeIfAbsent(
        subject.name(),
        name -> {
          RunDirectory run = fresh("counted");
          MortalDisk disk = MortalDisk.immortal(run);
          sit(subject, run.on(disk), false, FailingSource.NEVER, Integer.MAX_VALUE);
          return disk.moments();
        });
  }

  private static void losePower(Subject subject, RunDirectory run, MortalDisk disk) {
    try {
      sit(subject, run.on(disk), false, FailingSource.NEVER, Integer.MAX_VALUE);
    } catch (MortalDisk.PowerCut asPlanned) {
      // What is left is on the disk.
    }
    assertThat(disk.isCut()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void saysWhyTheDiskTakesNoMoreAndEndsWithTheSameBytesOnceItDoes(Subject subject)
      throws IOException {
    RunRemains whole = uninterrupted(subject);
    int acts = moments(subject).size();
    Random random = new Random(4);
    for (int moment = 0; moment < Math.max(2, MOMENTS); moment++) {
      RefusingDisk.Kind kind =
          moment % 2 == 0 ? RefusingDisk.Kind.FULL : RefusingDisk.Kind.READ_ONLY;
      int act = random.nextInt(acts);
      RunDirectory run = fresh("refused" + moment);
      try {
        RunDirectory refusing = run.on(new RefusingDisk(kind, act));
        sit(subject, refusing, false, FailingSource.NEVER, Integer.MAX_VALUE);
      } catch (CheckpointException | RunDirectoryException e) {
        assertThat(e).hasMessageContainingAll(kind.reason, run.toString());
      }
      if (Files.exists(run.config())) {
        finish(subject, run);
        RunRemains.of(run).requireSame(whole, "%s from act %d on".formatted(kind, act));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void endsWithTheSameBytesWhicheverCallOfTheEnvironmentFails(Subject subject) throws IOException {
    RunRemains whole = uninterrupted(subject);
    Random random = new Random(3);
    for (int moment = 0; moment < MOMENTS; moment++) {
      int call = random.nextInt(110);
      RunDirectory run = fresh("failed" + moment);
      try {
        sit(subject, run, false, call, Integer.MAX_VALUE);
      } catch (EnvironmentException e) {
        assertThat(e).hasMessage(FailingSource.MESSAGE);
      }
      finish(subject, run);
      RunRemains.of(run).requireSame(whole, "failed in call " + call);
    }
  }
}
