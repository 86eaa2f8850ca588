package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.Value;
import java.util.List;

/** The order of calls: before the first reset, after the end, after closing. */
final class LifecycleChecks {
  private LifecycleChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "lifecycle.step-before-reset",
            "A step before the first reset raises ResetNeededException, and a reset mends it.",
            "remember whether the environment was reset",
            LifecycleChecks::stepBeforeReset),
        new Check(
            "lifecycle.step-after-the-end",
            "A step after the end of an episode raises ResetNeededException, and a reset mends it.",
            "remember that the episode is over until the next reset",
            LifecycleChecks::stepAfterTheEnd),
        new Check(
            "lifecycle.close-twice",
            "A second close does nothing, and neither needs a reset before it.",
            "return at once from close when it was closed before",
            LifecycleChecks::closeTwice),
        new Check(
            "lifecycle.use-after-close",
            "reset and step after close raise EnvironmentException.",
            "remember that the environment is closed",
            LifecycleChecks::useAfterClose),
        new Check(
            "lifecycle.several-of-one-source",
            "Of several environments of one source, closing one leaves the others going.",
            "keep nothing in static fields, and close only what is the environment's own",
            LifecycleChecks::severalOfOneSource),
        new Check(
            "lifecycle.closed-source",
            "Closing the source ends its environments, single and vector: they raise"
                + " EnvironmentException, and so does making another.",
            "let environments ask whether their source is closed",
            LifecycleChecks::closedSource));
  }

  private static void stepBeforeReset(Trial trial) {
    Environment environment = trial.make();
    Expect.raises(
        ResetNeededException.class, "step before reset", () -> environment.step(trial.action(0)));
    environment.reset(trial.seed());
    environment.step(trial.action(0));
  }

  private static void stepAfterTheEnd(Trial trial) {
    Environment environment = trial.make(trial.options().withMaxEpisodeSteps(1));
    environment.reset(trial.seed());
    Expect.that(
        environment.step(trial.action(0)).ended(),
        "an episode of at most 1 step goes on after it",
        "terminated or truncated",
        "neither");
    for (int i = 0; i < 2; i++) {
      Expect.raises(
          ResetNeededException.class,
          "step after the end of the episode",
          () -> environment.step(trial.action(1)));
    }
    environment.reset();
    environment.step(trial.action(0));
  }

  private static void closeTwice(Trial trial) {
    Environment fresh = trial.make();
    fresh.close();
    fresh.close();
    Environment used = trial.make();
    used.reset(trial.seed());
    used.step(trial.action(0));
    used.close();
    used.close();
  }

  private static void useAfterClose(Trial trial) {
    Environment environment = trial.make();
    environment.reset(trial.seed());
    environment.close();
    requireOver("after close", environment, trial.action(0));
    Expect.equal("the spec after close", trial.spec(), environment.spec());
  }

  private static void requireOver(String when, Environment environment, Value action) {
    Expect.raises(EnvironmentException.class, "step " + when, () -> environment.step(action));
    Expect.raises(EnvironmentException.class, "reset " + when, environment::reset);
  }

  private static void severalOfOneSource(Trial trial) {
    trial.requireDeterministic();
    List<Value> actions = trial.actions(0);
    Transcript alone = Transcript.play(trial.make(), trial.seed(), actions);
    Environment first = trial.make();
    Environment second = trial.make();
    Transcript interrupted = new Transcript();
    first.reset(trial.seed() + 1);
    interrupted.add("reset(" + trial.seed() + ")", second.reset(trial.seed()));
    interrupted.go(second, actions.subList(0, actions.size() / 2));
    first.close();
    interrupted.go(second, actions.subList(actions.size() / 2, actions.size()));
    Transcript.requireSame("with another environment closed", alone, interrupted);
  }

  private static void closedSource(Trial trial) {
    EnvironmentSource source = trial.freshSource();
    try (Environment environment = source.make(trial.options());
        VectorEnvironment vector =
            source.makeVector(trial.options(), trial.numEnvs(), AutoresetMode.NEXT_STEP)) {
      environment.reset(trial.seed());
      vector.reset(trial.seed());
      source.close();
      requireOver("after the source was closed", environment, trial.action(0));
      Value actions = trial.actionBatch(0);
      Expect.raises(
          EnvironmentException.class,
          "a vector's step after the source was closed",
          () -> vector.step(actions));
      Expect.raises(
          EnvironmentException.class,
          "a vector's reset after the source was closed",
          vector::reset);
      Expect.raises(
          EnvironmentException.class,
          "make after the source was closed",
          () -> source.make(trial.options()).close());
    }
  }
}
