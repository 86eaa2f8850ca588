package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.env.space.Value;
import java.util.List;
import java.util.SplittableRandom;

/** Spaces: well formed, and the same wherever they are asked for. */
final class SpaceChecks {
  private static final int SAMPLES = 20;

  private SpaceChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "spaces.have-values",
            "Each array of the observation and the action space has at least one element.",
            "give the Box a shape without a 0",
            SpaceChecks::haveValues),
        new Check(
            "spaces.contain-their-samples",
            "A value drawn from a space lies in it, and a batch of them in the batched space.",
            "mend the bounds and the dtype of the space",
            SpaceChecks::containTheirSamples),
        new Check(
            "spaces.same-for-two",
            "Two environments of the same options have equal spaces.",
            "derive the spaces from the arguments alone",
            SpaceChecks::sameForTwo),
        new Check(
            "spaces.stay",
            "The spaces are the same before the first reset and after steps.",
            "make the spaces once, when the environment is made",
            SpaceChecks::stay),
        new Check(
            "spaces.vector-agrees",
            "A vector has the spaces of one environment, and the size and mode asked for.",
            "hand the single environment's spaces through",
            SpaceChecks::vectorAgrees));
  }

  private static void haveValues(Trial trial) {
    requireElements("observation space", trial.observationSpace());
    requireElements("action space", trial.actionSpace());
  }

  private static void requireElements(String what, Space space) {
    if (space instanceof Box box) {
      Expect.that(
          box.low().size() > 0, "an array of the " + what + " is empty", "at least 1 element", box);
    } else if (space instanceof Tuple tuple) {
      tuple.spaces().forEach(part -> requireElements(what, part));
    } else if (space instanceof Dict dict) {
      dict.spaces().values().forEach(part -> requireElements(what, part));
    }
  }

  private static void containTheirSamples(Trial trial) {
    for (Space space : List.of(trial.observationSpace(), trial.actionSpace())) {
      SplittableRandom random = new SplittableRandom(trial.seed());
      Value[] samples = new Value[trial.numEnvs()];
      for (int i = 0; i < SAMPLES; i++) {
        Value sample = space.sample(random);
        Expect.inside("a sample", space, sample);
        samples[i % samples.length] = sample;
        if (i % samples.length == samples.length - 1) {
          Value batch = space.stack(List.of(samples));
          Expect.inside("a batch of samples", space.batch(samples.length), batch);
          Expect.equal(
              "a batch taken apart", List.of(samples), space.unstack(batch, samples.length));
        }
      }
    }
  }

  private static void sameForTwo(Trial trial) {
    Environment other = trial.make();
    Expect.equal("the observation space", trial.observationSpace(), other.observationSpace());
    Expect.equal("the action space", trial.actionSpace(), other.actionSpace());
  }

  private static void stay(Trial trial) {
    Environment environment = trial.make();
    Space observations = environment.observationSpace();
    Space actions = environment.actionSpace();
    Transcript.play(environment, trial.seed(), trial.actions(0));
    Expect.equal("the observation space after steps", observations, environment.observationSpace());
    Expect.equal("the action space after steps", actions, environment.actionSpace());
  }

  private static void vectorAgrees(Trial trial) {
    for (AutoresetMode mode : AutoresetMode.values()) {
      VectorEnvironment vector = trial.makeVector(mode);
      Expect.equal("numEnvs", trial.numEnvs(), vector.numEnvs());
      Expect.equal("the autoreset mode", mode, vector.autoresetMode());
      Expect.equal(
          "the observation space", trial.observationSpace(), vector.singleObservationSpace());
      Expect.equal("the action space", trial.actionSpace(), vector.singleActionSpace());
      Expect.equal("the id of the spec", trial.spec().id(), vector.spec().id());
    }
  }
}
