package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Value;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How episodes end: by the task, by the time limit, by both at once. */
final class EndChecks {
  private static final int LIMIT = 5;
  private static final int EPISODES = 8;

  private EndChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "ends.time-limit-is-exact",
            "With a time limit of k steps the k-th step is truncated, and none before it is.",
            "count the steps from the reset, and truncate when the count reaches the limit",
            EndChecks::timeLimitIsExact),
        new Check(
            "ends.time-limit-changes-nothing-else",
            "Up to its last step an episode with a time limit is the one without.",
            "let the time limit set truncated, and nothing else",
            EndChecks::timeLimitChangesNothingElse),
        new Check(
            "ends.reset-restarts-the-time-limit",
            "A reset in mid-episode starts the count of steps again.",
            "set the count of steps to 0 in reset",
            EndChecks::resetRestartsTheTimeLimit),
        new Check(
            "ends.both-at-once",
            "An episode that terminates on the very step of its time limit is both terminated and"
                + " truncated.",
            "set the two flags independently of each other",
            EndChecks::bothAtOnce),
        new Check(
            "ends.both-at-once-in-a-vector",
            "So it is in a vector.",
            "set the two flags independently of each other",
            EndChecks::bothAtOnceInAVector),
        new Check(
            "ends.own-time-limit",
            "The time limit that the spec tells is the one in force.",
            "tell the time limit in force as maxEpisodeSteps of the spec",
            EndChecks::ownTimeLimit),
        new Check(
            "ends.no-time-limit",
            "A time limit of 0 means none: the spec tells none, and no step is truncated by it.",
            "read 0 as no time limit",
            EndChecks::noTimeLimit));
  }

  private static EnvironmentOptions limited(Trial trial, int steps) {
    return trial.options().withMaxEpisodeSteps(steps);
  }

  private static void timeLimitIsExact(Trial trial) {
    for (int limit = LIMIT; limit >= 1; limit -= 2) {
      Environment environment = trial.make(limited(trial, limit));
      Expect.equal(
          "maxEpisodeSteps of the spec",
          OptionalInt.of(limit),
          environment.spec().maxEpisodeSteps());
      boolean reached = false;
      for (int episode = 0; episode < EPISODES && !reached; episode++) {
        environment.reset(trial.seed() + episode);
        reached = endsAt(limit, environment, trial.actions(episode));
      }
      if (reached) {
        return;
      }
    }
    throw Unchecked.skipped("no episode of random actions took 1 step without terminating");
  }

  /** Whether the episode went on to the limit; fails if it was cut before or goes on after it. */
  private static boolean endsAt(int limit, Environment environment, List<Value> actions) {
    for (int step = 1; step <= limit; step++) {
      StepResult result = environment.step(actions.get(step - 1));
      if (step == limit) {
        Expect.that(
            result.truncated(),
            "step %d of an episode of at most %d".formatted(step, limit),
            "truncated",
            result.terminated() ? "terminated only" : "neither truncated nor terminated");
        return true;
      }
      Expect.that(
          !result.truncated(),
          "step %d of an episode of at most %d".formatted(step, limit),
          "not truncated",
          "truncated");
      if (result.terminated()) {
        return false;
      }
    }
    return false;
  }

  private static void timeLimitChangesNothingElse(Trial trial) {
    trial.requireDeterministic();
    List<Value> actions = trial.actions(0).subList(0, LIMIT);
    Environment free = trial.make(limited(trial, 0));
    Environment cut = trial.make(limited(trial, LIMIT));
    Expect.equal(
        "the start", free.reset(trial.seed()).observation(), cut.reset(trial.seed()).observation());
    for (Value action : actions) {
      StepResult one = free.step(action);
      StepResult other = cut.step(action);
      Expect.equal("the observation", one.observation(), other.observation());
      Expect.equal("the reward", one.reward(), other.reward());
      Expect.equal("terminated", one.terminated(), other.terminated());
      if (one.ended() || other.ended()) {
        return;
      }
    }
  }

  private static void resetRestartsTheTimeLimit(Trial trial) {
    Environment environment = trial.make(limited(trial, LIMIT));
    for (int episode = 0; episode < EPISODES; episode++) {
      environment.reset(trial.seed() + episode);
      environment.step(trial.action(episode));
      environment.reset(trial.seed() + episode);
      if (endsAt(LIMIT, environment, trial.actions(episode))) {
        return;
      }
    }
    throw Unchecked.skipped(
        "no episode of random actions took %d steps without terminating".formatted(LIMIT));
  }

  private static void bothAtOnce(Trial trial) {
    Subject.Ending ending = trial.ending();
    int last = ending.actions().size();
    Environment environment = trial.make(limited(trial, last));
    environment.reset(ending.seed());
    for (int step = 1; step <= last; step++) {
      StepResult result = environment.step(ending.actions().get(step - 1));
      requireEnds(
          "step %d of %d".formatted(step, last),
          step == last,
          result.terminated(),
          result.truncated());
    }
  }

  private static void requireEnds(
      String what, boolean both, boolean terminated, boolean truncated) {
    Expect.equal(what + ": terminated", both, terminated);
    Expect.equal(what + ": truncated", both, truncated);
  }

  private static void bothAtOnceInAVector(Trial trial) {
    Subject.Ending ending = trial.ending();
    int last = ending.actions().size();
    int n = trial.numEnvs();
    for (AutoresetMode mode : AutoresetMode.values()) {
      VectorEnvironment vector = trial.makeVector(limited(trial, last), mode);
      vector.reset(
          new VectorResetOptions(
              Collections.nCopies(n, OptionalLong.of(ending.seed())), null, List.of()));
      for (int step = 1; step <= last; step++) {
        Value action = ending.actions().get(step - 1);
        VectorStepResult result =
            vector.step(trial.actionSpace().stack(Collections.nCopies(n, action)));
        for (int i = 0; i < n; i++) {
          requireEnds(
              "%s, environment %d, step %d of %d".formatted(mode, i, step, last),
              step == last,
              result.terminated()[i],
              result.truncated()[i]);
        }
      }
    }
  }

  private static void ownTimeLimit(Trial trial) {
    OptionalInt limit = trial.spec().maxEpisodeSteps();
    if (limit.isEmpty()) {
      throw Unchecked.notApplicable("it has no time limit");
    }
    if (limit.getAsInt() > trial.limits().searchSteps()) {
      throw Unchecked.skipped(
          "its time limit of %d steps is above the %d steps allowed"
              .formatted(limit.getAsInt(), trial.limits().searchSteps()));
    }
    Environment environment = trial.make();
    environment.reset(trial.seed());
    if (!endsAt(limit.getAsInt(), environment, trial.cycled(limit.getAsInt()))) {
      throw Unchecked.skipped("the episode of random actions terminated before the time limit");
    }
  }

  private static void noTimeLimit(Trial trial) {
    Environment environment = trial.make(limited(trial, 0));
    Expect.equal(
        "maxEpisodeSteps of the spec", OptionalInt.empty(), environment.spec().maxEpisodeSteps());
    int own = trial.spec().maxEpisodeSteps().orElse(trial.limits().steps());
    int steps = Math.min(own, trial.limits().searchSteps()) + 1;
    environment.reset(trial.seed());
    int step = 0;
    for (Value action : trial.cycled(steps)) {
      StepResult result = environment.step(action);
      step++;
      // An environment may truncate on its own; where its time limit is, that is no accident.
      Expect.that(
          !result.truncated() || step != own,
          "step " + step + " is truncated without a time limit",
          "not truncated",
          "truncated");
      if (result.ended()) {
        return;
      }
    }
  }
}
