package dev.gymbridge.env.conformance;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentOptions;
import java.util.List;

/** The same seed and actions: the same episodes. */
final class DeterminismChecks {
  private DeterminismChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "determinism.two-environments",
            "Two environments answer the same seed and actions alike, over several episodes.",
            "draw all random numbers of a step from the seeded generator",
            DeterminismChecks::twoEnvironments),
        new Check(
            "determinism.same-environment-again",
            "One environment answers the same seed and actions alike a second time.",
            "reset all of the state in reset",
            DeterminismChecks::sameEnvironmentAgain),
        new Check(
            "determinism.of-info",
            "Two environments give the same info for the same seed and actions.",
            "keep times, addresses and counters of the process out of info",
            DeterminismChecks::ofInfo));
  }

  private static void twoEnvironments(Trial trial) {
    trial.requireDeterministic();
    Transcript.requireSame(
        "of two environments",
        Transcript.play(trial.make(), trial.seed(), trial.actions(0)),
        Transcript.play(trial.make(), trial.seed(), trial.actions(0)));
  }

  private static void sameEnvironmentAgain(Trial trial) {
    trial.requireDeterministic();
    Environment environment = trial.make();
    Transcript first = Transcript.play(environment, trial.seed(), trial.actions(0));
    Transcript.play(environment, trial.seed() + 1, trial.actions(1));
    Transcript.requireSame(
        "played again", first, Transcript.play(environment, trial.seed(), trial.actions(0)));
  }

  private static void ofInfo(Trial trial) {
    trial.requireDeterministic();
    EnvironmentOptions options = trial.options().withInfo();
    Transcript.requireSame(
        "of two environments",
        Transcript.play(trial.make(options), trial.seed(), trial.actions(0)),
        Transcript.play(trial.make(options), trial.seed(), trial.actions(0)));
  }
}
