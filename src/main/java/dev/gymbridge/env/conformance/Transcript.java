package dev.gymbridge.env.conformance;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an environment answered to a seed and actions. */
final class Transcript {
  /**
   * One answer.
   *
   * @param what the call it answers
   */
  private record Moment(
      String what,
      Value observation,
      double reward,
      boolean terminated,
      boolean truncated,
      Map<String, Object> info) {}

  private final List<Moment> moments = new ArrayList<>();

  /** Seeds and steps through the actions, resetting without a seed where an episode ends. */
  static Transcript play(Environment environment, long seed, List<Value> actions) {
    Transcript transcript = new Transcript();
    transcript.add("reset(" + seed + ")", environment.reset(seed));
    transcript.go(environment, actions);
    return transcript;
  }

  /** Steps on through the actions. */
  void go(Environment environment, List<Value> actions) {
    for (Value action : actions) {
      StepResult result = environment.step(action);
      add(result);
      if (result.ended()) {
        add("reset()", environment.reset());
      }
    }
  }

  void add(StepResult result) {
    moments.add(
        new Moment(
            "step",
            result.observation(),
            result.reward(),
            result.terminated(),
            result.truncated(),
            result.info()));
  }

  void add(String what, ResetResult result) {
    moments.add(new Moment(what, result.observation(), 0, false, false, result.info()));
  }

  /** Fails at the first answer that differs. */
  static void requireSame(String what, Transcript expected, Transcript actual) {
    int shorter = Math.min(expected.moments.size(), actual.moments.size());
    for (int i = 0; i < shorter; i++) {
      Moment one = expected.moments.get(i);
      Moment other = actual.moments.get(i);
      if (!one.equals(other)) {
        String where = " of " + one.what() + ", answer " + i + ", " + what;
        Expect.equal("observation" + where, one.observation(), other.observation());
        Expect.equal("reward" + where, one.reward(), other.reward());
        Expect.equal("terminated" + where, one.terminated(), other.terminated());
        Expect.equal("truncated" + where, one.truncated(), other.truncated());
        Expect.equal("info" + where, one.info(), other.info());
        Expect.equal("call" + where, one.what(), other.what());
      }
    }
    Expect.equal("number of answers, " + what, expected.moments.size(), actual.moments.size());
  }
}
