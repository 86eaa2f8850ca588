package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** Vectors: the environments in them, their seeds and their actions. */
final class VectorChecks {
  private VectorChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "vectors.equal-singles",
            "Environment i of a vector seeded with s is, step for step, the single environment"
                + " seeded with s + i.",
            "seed environment i with s + i, and share no generator",
            VectorChecks::equalSingles),
        new Check(
            "vectors.seed-lists",
            "Of a list of seeds each environment gets its own; one without a seed goes on from its"
                + " generator.",
            "seed environment i with seed i of the list, if it has one",
            VectorChecks::seedLists),
        new Check(
            "vectors.wrong-seed-lists-are-refused",
            "A list of seeds that is neither one nor one for each raises EnvironmentException.",
            "count the seeds before anything is reset",
            VectorChecks::wrongSeedListsAreRefused),
        new Check(
            "vectors.wrong-actions-are-refused",
            "A batch with one wrong action, or of another size, raises InvalidActionException.",
            "check all actions before any environment is stepped",
            VectorChecks::wrongActionsAreRefused),
        new Check(
            "vectors.wrong-actions-step-none",
            "After a wrong batch all environments go on as if it had not been given.",
            "check all actions before any environment is stepped",
            VectorChecks::wrongActionsStepNone),
        new Check(
            "vectors.int-actions",
            "Discrete actions are taken as int[] too, and do the same.",
            "let step(int[]) do what step(Value) does",
            VectorChecks::intActions),
        new Check(
            "vectors.have-environments",
            "A vector of no environment is refused with EnvironmentException.",
            "check numEnvs before anything is made",
            VectorChecks::haveEnvironments));
  }

  private static void equalSingles(Trial trial) {
    trial.requireDeterministic();
    VectorMirror mirror = new VectorMirror(trial, trial.options(), AutoresetMode.NEXT_STEP);
    mirror.reset(trial.seed());
    for (int step = 0; step < trial.limits().steps(); step++) {
      mirror.step(trial.actionOfEach(step));
    }
    mirror.reset(VectorResetOptions.UNSEEDED);
    mirror.step(trial.actionOfEach(1));
  }

  private static void seedLists(Trial trial) {
    trial.requireDeterministic();
    VectorMirror mirror = new VectorMirror(trial, trial.options(), AutoresetMode.NEXT_STEP);
    List<OptionalLong> seeds = new ArrayList<>();
    for (int i = 0; i < trial.numEnvs(); i++) {
      seeds.add(OptionalLong.of(trial.seed() + 100 - 7L * i));
    }
    mirror.reset(new VectorResetOptions(seeds, null, List.of()));
    mirror.step(trial.actionOfEach(0));
    seeds.set(trial.numEnvs() - 1, OptionalLong.empty());
    mirror.reset(new VectorResetOptions(seeds, null, List.of()));
    mirror.step(trial.actionOfEach(1));
  }

  private static void wrongSeedListsAreRefused(Trial trial) {
    VectorEnvironment vector = trial.makeVector(AutoresetMode.NEXT_STEP);
    List<OptionalLong> tooMany =
        Collections.nCopies(trial.numEnvs() + 1, OptionalLong.of(trial.seed()));
    Expect.raises(
        EnvironmentException.class,
        "reset with %d seeds for %d environments".formatted(tooMany.size(), trial.numEnvs()),
        () -> vector.reset(new VectorResetOptions(tooMany, null, List.of())));
    vector.reset(trial.seed());
  }

  private static List<Value> wrongBatches(Trial trial) {
    List<Value> batches = new ArrayList<>();
    for (int size : new int[] {trial.numEnvs() - 1, trial.numEnvs() + 1}) {
      batches.add(trial.actionSpace().stack(Collections.nCopies(size, trial.action(0))));
    }
    batches.add(trial.action(0));
    for (WrongActions.Wrong wrong : WrongActions.of(trial.actionSpace())) {
      List<Value> actions = trial.actionOfEach(0);
      actions.set(trial.numEnvs() - 1, wrong.action());
      try {
        batches.add(trial.actionSpace().stack(actions));
      } catch (IllegalArgumentException | UnsupportedOperationException noBatch) {
        // An action of another shape cannot stand in a batch.
      }
    }
    batches.removeIf(batch -> trial.actionSpace().batch(trial.numEnvs()).contains(batch));
    return batches;
  }

  private static void wrongActionsAreRefused(Trial trial) {
    VectorEnvironment vector = trial.makeVector(AutoresetMode.NEXT_STEP);
    vector.reset(trial.seed());
    for (Value batch : wrongBatches(trial)) {
      Expect.raises(
          InvalidActionException.class,
          "step with the wrong batch " + batch,
          () -> vector.step(batch));
    }
    if (trial.actionSpace() instanceof Discrete discrete
        && discrete.start() + discrete.n() < Integer.MAX_VALUE) {
      int[] actions = new int[trial.numEnvs()];
      java.util.Arrays.fill(actions, (int) discrete.start());
      actions[actions.length - 1] = (int) (discrete.start() + discrete.n());
      Expect.raises(
          InvalidActionException.class,
          "step(int[]) with a wrong action",
          () -> vector.step(actions));
      Expect.raises(
          InvalidActionException.class,
          "step(int[]) with too many actions",
          () -> vector.step(new int[trial.numEnvs() + 1]));
    }
    vector.step(trial.actionBatch(0));
  }

  private static void wrongActionsStepNone(Trial trial) {
    trial.requireDeterministic();
    VectorMirror mirror = new VectorMirror(trial, trial.options(), AutoresetMode.NEXT_STEP);
    mirror.reset(trial.seed());
    int step = 0;
    for (Value batch : wrongBatches(trial)) {
      try {
        mirror.vector().step(batch);
      } catch (RuntimeException refused) {
        // What it leaves behind shows in the next step.
      }
      mirror.step(trial.actionOfEach(step++));
    }
  }

  private static void intActions(Trial trial) {
    if (!(trial.actionSpace() instanceof Discrete)) {
      throw Unchecked.notApplicable("its actions are not Discrete");
    }
    trial.requireDeterministic();
    VectorEnvironment one = trial.makeVector(AutoresetMode.NEXT_STEP);
    VectorEnvironment other = trial.makeVector(AutoresetMode.NEXT_STEP);
    one.reset(trial.seed());
    other.reset(trial.seed());
    for (Value batch : trial.actionBatches(trial.limits().steps())) {
      NdArray actions = (NdArray) batch;
      int[] ints = new int[actions.size()];
      for (int i = 0; i < ints.length; i++) {
        ints[i] = (int) actions.getLong(i);
      }
      VectorStepResult expected = one.step(batch);
      VectorStepResult actual = other.step(ints);
      Expect.equal("the observation", expected.observation(), actual.observation());
      Expect.equal(
          "the rewards",
          java.util.Arrays.toString(expected.rewards()),
          java.util.Arrays.toString(actual.rewards()));
    }
  }

  private static void haveEnvironments(Trial trial) {
    Expect.raises(
        EnvironmentException.class,
        "a vector of 0 environments",
        () -> trial.makeVector(trial.options(), 0, AutoresetMode.NEXT_STEP));
  }
}
