package dev.gymbridge.env.conformance;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Seeds: what they fix, and what a reset without one does. */
final class SeedingChecks {
  private static final int STARTS = 10;

  private SeedingChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "seeding.same-seed-same-start",
            "The same seed gives the same first observation, on one environment and on another.",
            "seed the generator in reset(seed), and draw all random numbers from it",
            SeedingChecks::sameSeedSameStart),
        new Check(
            "seeding.zero-is-a-seed",
            "Seed 0 gives the same start each time: it is a seed, and not \"no seed\".",
            "ask whether there is a seed, not whether it is other than 0",
            SeedingChecks::zeroIsASeed),
        new Check(
            "seeding.large-seeds",
            "Seeds beyond 32 bits are seeds too.",
            "keep the seed in 64 bits",
            SeedingChecks::largeSeeds),
        new Check(
            "seeding.unseeded-goes-on",
            "Resets without a seed go on from the generator: equal histories give equal starts.",
            "do not reseed from the clock, or from a generator shared with others",
            SeedingChecks::unseededGoesOn),
        new Check(
            "seeding.unseeded-does-not-reseed",
            "Resets without a seed after one with a seed do not all repeat its start.",
            "leave the generator as it is when there is no seed",
            SeedingChecks::unseededDoesNotReseed),
        new Check(
            "seeding.in-mid-episode",
            "A seed in the middle of an episode gives the same as a seed on a new environment.",
            "reset all of the state, not only what an ended episode leaves",
            SeedingChecks::inMidEpisode),
        new Check(
            "seeding.takes-options",
            "reset takes an empty map of options, with and without a seed.",
            "ignore the options that the environment does not know",
            SeedingChecks::takesOptions));
  }

  private static Value start(Environment environment, long seed) {
    return environment.reset(seed).observation();
  }

  private static void requireRepeats(Trial trial, long seed) {
    trial.requireDeterministic();
    Environment one = trial.make();
    Value first = start(one, seed);
    one.step(trial.action(5));
    one.reset(seed + 17);
    Expect.equal("the start of seed " + seed + " repeated", first, start(one, seed));
    Expect.equal(
        "the start of seed " + seed + " on another environment", first, start(trial.make(), seed));
  }

  private static void sameSeedSameStart(Trial trial) {
    requireRepeats(trial, trial.seed());
    requireRepeats(trial, trial.seed() + 1_234);
  }

  private static void zeroIsASeed(Trial trial) {
    requireRepeats(trial, 0);
  }

  private static void largeSeeds(Trial trial) {
    requireRepeats(trial, (1L << 31) + 5);
    requireRepeats(trial, (1L << 53) + 1);
  }

  private static void unseededGoesOn(Trial trial) {
    trial.requireDeterministic();
    Environment one = trial.make();
    Environment other = trial.make();
    Expect.equal("the seeded start", start(one, trial.seed()), start(other, trial.seed()));
    for (int i = 1; i <= 3; i++) {
      Expect.equal(
          "unseeded start " + i + " after equal histories",
          one.reset().observation(),
          other.reset().observation());
    }
  }

  private static void unseededDoesNotReseed(Trial trial) {
    Environment environment = trial.make();
    List<Value> seeded = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      seeded.add(start(environment, trial.seed() + i));
    }
    if (new HashSet<>(seeded).size() == 1) {
      throw Unchecked.notApplicable("it starts alike with every seed");
    }
    List<Value> unseeded = new ArrayList<>();
    unseeded.add(start(environment, trial.seed()));
    for (int i = 0; i < STARTS; i++) {
      unseeded.add(environment.reset().observation());
    }
    Expect.that(
        new HashSet<>(unseeded).size() > 1,
        "every reset without a seed repeats the start of the seed before",
        "starts that differ, as those of different seeds do",
        unseeded.get(0) + ", " + STARTS + " times more");
  }

  private static void inMidEpisode(Trial trial) {
    trial.requireDeterministic();
    Environment used = trial.make();
    used.reset(trial.seed() + 1);
    used.step(trial.action(1));
    Transcript.requireSame(
        "after a reset in mid-episode",
        Transcript.play(trial.make(), trial.seed(), trial.actions(0)),
        Transcript.play(used, trial.seed(), trial.actions(0)));
  }

  private static void takesOptions(Trial trial) {
    Environment environment = trial.make();
    for (OptionalLong seed : List.of(OptionalLong.of(trial.seed()), OptionalLong.empty())) {
      Expect.inside(
          "the observation of a reset with options",
          trial.observationSpace(),
          environment.reset(new ResetOptions(seed, Map.of())).observation());
    }
  }
}
