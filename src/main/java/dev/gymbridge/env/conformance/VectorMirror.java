package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A vector beside as many single environments, which are stepped and reset as the vector must do
 * it; what the two say is compared.
 */
final class VectorMirror {
  private final AutoresetMode mode;
  private final VectorEnvironment vector;
  private final List<Environment> singles = new ArrayList<>();
  private final List<Value> observations = new ArrayList<>();
  private final Space observationSpace;
  private final Space actionSpace;
  private final boolean[] over;
  private int steps;
  private int ended;

  VectorMirror(Trial trial, EnvironmentOptions options, AutoresetMode mode) {
    this.mode = mode;
    this.vector = trial.makeVector(options, mode);
    this.observationSpace = trial.observationSpace();
    this.actionSpace = trial.actionSpace();
    this.over = new boolean[trial.numEnvs()];
    for (int i = 0; i < over.length; i++) {
      singles.add(trial.make(options));
    }
  }

  VectorEnvironment vector() {
    return vector;
  }

  boolean isOver(int i) {
    return over[i];
  }

  /** How many episodes ended so far. */
  int ended() {
    return ended;
  }

  void reset(long seed) {
    reset(VectorResetOptions.seeded(seed));
  }

  /** Resets both sides. */
  void reset(VectorResetOptions options) {
    List<OptionalLong> seeds = options.seedsFor(over.length);
    boolean first = observations.isEmpty();
    List<Map<String, Object>> infos = new ArrayList<>();
    for (int i = 0; i < over.length; i++) {
      Map<String, Object> info = Map.of();
      if (options.mask().isEmpty() || options.mask().get(i)) {
        ResetResult result =
            singles.get(i).reset(new ResetOptions(seeds.get(i), options.options()));
        info = result.info();
        over[i] = false;
        if (first) {
          observations.add(result.observation());
        } else {
          observations.set(i, result.observation());
        }
      }
      infos.add(info);
    }
    VectorResetResult result = vector.reset(options);
    String where = "%s, after a reset, ".formatted(mode);
    compareObservations(where, result.observation());
    BatchedInfos.requireSame(where + "info", infos, result.info());
  }

  /** Steps both sides, and compares all that they say. */
  VectorStepResult step(List<Value> actions) {
    Expected expected = new Expected(over.length);
    for (int i = 0; i < over.length; i++) {
      stepSingle(i, actions.get(i), expected);
    }
    VectorStepResult result = vector.step(actionSpace.stack(actions));
    String where = "%s, step %d, ".formatted(mode, ++steps);
    for (int i = 0; i < over.length; i++) {
      String one = where + "environment " + i + ", ";
      Expect.equal(one + "reward", expected.rewards[i], result.rewards()[i]);
      Expect.equal(one + "terminated", expected.terminated[i], result.terminated()[i]);
      Expect.equal(one + "truncated", expected.truncated[i], result.truncated()[i]);
    }
    compareObservations(where, result.observation());
    compareFinals(where, expected, result);
    BatchedInfos.requireSame(where + "info", expected.infos, result.info());
    BatchedInfos.requireSame(where + "final info", expected.finalInfos, result.finalInfo());
    return result;
  }

  private void stepSingle(int i, Value action, Expected expected) {
    if (over[i]) { // Only NEXT_STEP comes here with an episode that is over.
      ResetResult begun = singles.get(i).reset();
      over[i] = false;
      observations.set(i, begun.observation());
      expected.infos.set(i, begun.info());
      return;
    }
    StepResult result = singles.get(i).step(action);
    expected.rewards[i] = result.reward();
    expected.terminated[i] = result.terminated();
    expected.truncated[i] = result.truncated();
    expected.infos.set(i, result.info());
    observations.set(i, result.observation());
    ended += result.ended() ? 1 : 0;
    if (result.ended() && mode == AutoresetMode.SAME_STEP) {
      expected.finals.add(result.observation());
      expected.finalInfos.set(i, result.info());
      ResetResult begun = singles.get(i).reset();
      observations.set(i, begun.observation());
      expected.infos.set(i, begun.info());
    } else {
      over[i] = result.ended();
    }
  }

  private void compareObservations(String where, Value batch) {
    List<Value> rows = observationSpace.unstack(batch, over.length);
    for (int i = 0; i < over.length; i++) {
      Expect.equal(where + "environment " + i + ", observation", observations.get(i), rows.get(i));
    }
  }

  private void compareFinals(String where, Expected expected, VectorStepResult result) {
    Value finals = result.finalObservation();
    if (expected.finals.isEmpty() || finals == null) {
      Expect.equal(
          where + "final observations",
          expected.finals.isEmpty() ? "none" : expected.finals,
          finals == null ? "none" : finals);
      return;
    }
    Expect.equal(
        where + "final observations",
        expected.finals,
        observationSpace.unstack(finals, expected.finals.size()));
  }

  private static final class Expected {
    private final double[] rewards;
    private final boolean[] terminated;
    private final boolean[] truncated;
    private final List<Value> finals = new ArrayList<>();
    private final List<Map<String, Object>> infos;
    private final List<Map<String, Object>> finalInfos;

    Expected(int n) {
      rewards = new double[n];
      terminated = new boolean[n];
      truncated = new boolean[n];
      infos = new ArrayList<>(java.util.Collections.nCopies(n, Map.of()));
      finalInfos = new ArrayList<>(infos);
    }
  }
}
