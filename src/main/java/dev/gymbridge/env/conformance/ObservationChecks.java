package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Observations and rewards: what they may be. */
final class ObservationChecks {
  private ObservationChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "observations.of-reset-inside",
            "The first observation lies in the observation space, with its dtype and shape.",
            "cast the observation to the declared dtype, and widen the bounds to what occurs",
            ObservationChecks::ofResetInside),
        new Check(
            "observations.of-steps-inside",
            "The observation of each step, the last of an episode too, lies in the observation"
                + " space, with its dtype and shape.",
            "widen the bounds to what occurs, the end of an episode included",
            ObservationChecks::ofStepsInside),
        new Check(
            "observations.of-vectors-inside",
            "A vector's observations lie in the batched observation space.",
            "batch the observations with Space.stack",
            ObservationChecks::ofVectorsInside),
        new Check(
            "observations.do-not-change",
            "An observation that was handed out stays as it was in later steps.",
            "hand out a copy of the array that the environment goes on to write in",
            ObservationChecks::doNotChange),
        new Check(
            "observations.vector-results-are-the-callers",
            "The arrays of a vector's step stay as they were in later steps.",
            "make new arrays for each step",
            ObservationChecks::vectorResultsAreTheCallers),
        new Check(
            "rewards.finite",
            "A reward is a finite number.",
            "find where the reward divides by 0 or overflows",
            ObservationChecks::rewardsFinite));
  }

  private static void ofResetInside(Trial trial) {
    Environment environment = trial.make();
    for (int i = 0; i < 3; i++) {
      Expect.inside(
          "the observation of reset(" + (trial.seed() + i) + ")",
          trial.observationSpace(),
          environment.reset(trial.seed() + i).observation());
    }
    Expect.inside(
        "the observation of reset()", trial.observationSpace(), environment.reset().observation());
  }

  private static void ofStepsInside(Trial trial) {
    eachStep(
        trial,
        (step, result) ->
            Expect.inside(
                "the observation of step " + step, trial.observationSpace(), result.observation()));
  }

  private static void rewardsFinite(Trial trial) {
    eachStep(
        trial,
        (step, result) ->
            Expect.that(
                Double.isFinite(result.reward()),
                "the reward of step " + step + " is not finite",
                "a finite number",
                result.reward()));
  }

  private interface StepCheck {
    void check(int step, StepResult result);
  }

  private static void eachStep(Trial trial, StepCheck check) {
    Environment environment = trial.make();
    environment.reset(trial.seed());
    int step = 0;
    for (long salt = 0; salt < 3; salt++) {
      for (Value action : trial.actions(salt)) {
        StepResult result = environment.step(action);
        check.check(++step, result);
        if (result.ended()) {
          environment.reset();
        }
      }
    }
  }

  private static void ofVectorsInside(Trial trial) {
    for (AutoresetMode mode : List.of(AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP)) {
      VectorEnvironment vector = trial.makeVector(mode);
      Space batch = trial.observationSpace().batch(trial.numEnvs());
      Expect.inside("the observation of reset", batch, vector.reset(trial.seed()).observation());
      int step = 0;
      for (Value actions : trial.actionBatches(trial.limits().steps())) {
        VectorStepResult result = vector.step(actions);
        step++;
        Expect.inside("the observation of step " + step, batch, result.observation());
        Expect.equal("the number of rewards", trial.numEnvs(), result.rewards().length);
        Expect.equal("the number of terminated", trial.numEnvs(), result.terminated().length);
        Expect.equal("the number of truncated", trial.numEnvs(), result.truncated().length);
      }
    }
  }

  private static void doNotChange(Trial trial) {
    Environment environment = trial.make();
    List<Value> seen = new ArrayList<>();
    List<Integer> hashes = new ArrayList<>();
    seen.add(environment.reset(trial.seed()).observation());
    hashes.add(seen.get(0).hashCode());
    for (Value action : trial.actions(0)) {
      StepResult result = environment.step(action);
      seen.add(result.observation());
      hashes.add(result.observation().hashCode());
      if (result.ended()) {
        environment.reset();
      }
    }
    for (int i = 0; i < seen.size(); i++) {
      Expect.that(
          hashes.get(i) == seen.get(i).hashCode(),
          "observation " + i + " changed after it was handed out",
          "the bytes it had",
          seen.get(i));
    }
  }

  private static void vectorResultsAreTheCallers(Trial trial) {
    VectorEnvironment vector = trial.makeVector(AutoresetMode.NEXT_STEP);
    vector.reset(trial.seed());
    List<VectorStepResult> results = new ArrayList<>();
    List<Integer> hashes = new ArrayList<>();
    for (Value actions : trial.actionBatches(trial.limits().steps())) {
      VectorStepResult result = vector.step(actions);
      results.add(result);
      hashes.add(hash(result));
    }
    for (int i = 0; i < results.size(); i++) {
      Expect.that(
          hashes.get(i) == hash(results.get(i)),
          "the result of step " + i + " changed after it was handed out",
          "what it said",
          Arrays.toString(results.get(i).rewards()) + " " + results.get(i).observation());
    }
  }

  private static int hash(VectorStepResult result) {
    return java.util.Objects.hash(
        result.observation(),
        Arrays.hashCode(result.rewards()),
        Arrays.hashCode(result.terminated()),
        Arrays.hashCode(result.truncated()));
  }
}
