package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Value;
import java.util.Arrays;
import java.util.List;

/** The order of calls on a vector: send, receive, reset, close. */
final class ProtocolChecks {
  private ProtocolChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "protocol.send-and-receive",
            "send followed by receive does what step does.",
            "let receive return the step of the actions sent last",
            ProtocolChecks::sendAndReceive),
        new Check(
            "protocol.receive-without-send",
            "receive without a step under way raises IllegalStateException.",
            "remember whether a step was sent",
            ProtocolChecks::receiveWithoutSend),
        new Check(
            "protocol.send-twice",
            "A second send before receive raises IllegalStateException, and so does a reset; the"
                + " step under way is not lost.",
            "remember whether a step was sent",
            ProtocolChecks::sendTwice),
        new Check(
            "protocol.step-before-reset",
            "A vector's step before the first reset raises ResetNeededException, and a reset mends"
                + " it.",
            "remember whether the vector was reset",
            ProtocolChecks::stepBeforeReset),
        new Check(
            "protocol.close-twice",
            "A second close of a vector does nothing, also with a step under way.",
            "return at once from close when it was closed before",
            ProtocolChecks::closeTwice),
        new Check(
            "protocol.use-after-close",
            "reset and step of a closed vector raise EnvironmentException.",
            "remember that the vector is closed",
            ProtocolChecks::useAfterClose));
  }

  private static void sendAndReceive(Trial trial) {
    trial.requireDeterministic();
    VectorEnvironment one = trial.makeVector(AutoresetMode.NEXT_STEP);
    VectorEnvironment other = trial.makeVector(AutoresetMode.NEXT_STEP);
    one.reset(trial.seed());
    other.reset(trial.seed());
    for (Value actions : trial.actionBatches(10)) {
      VectorStepResult expected = one.step(actions);
      other.send(actions);
      VectorStepResult actual = other.receive();
      Expect.equal("the observation", expected.observation(), actual.observation());
      Expect.equal(
          "the rewards", Arrays.toString(expected.rewards()), Arrays.toString(actual.rewards()));
    }
  }

  private static void receiveWithoutSend(Trial trial) {
    VectorEnvironment vector = trial.makeVector(AutoresetMode.NEXT_STEP);
    vector.reset(trial.seed());
    Expect.raises(IllegalStateException.class, "receive without send", vector::receive);
    vector.step(trial.actionBatch(0));
    Expect.raises(IllegalStateException.class, "a second receive", vector::receive);
  }

  private static void sendTwice(Trial trial) {
    VectorEnvironment vector = trial.makeVector(AutoresetMode.NEXT_STEP);
    vector.reset(trial.seed());
    Value actions = trial.actionBatch(0);
    vector.send(actions);
    Expect.raises(IllegalStateException.class, "a second send", () -> vector.send(actions));
    Expect.raises(IllegalStateException.class, "reset while a step is under way", vector::reset);
    Expect.equal(
        "the number of rewards of the step under way",
        trial.numEnvs(),
        vector.receive().rewards().length);
  }

  private static void stepBeforeReset(Trial trial) {
    VectorEnvironment vector = trial.makeVector(AutoresetMode.NEXT_STEP);
    Value actions = trial.actionBatch(0);
    Expect.raises(
        ResetNeededException.class, "a vector's step before reset", () -> vector.step(actions));
    vector.reset(trial.seed());
    vector.step(actions);
  }

  private static void closeTwice(Trial trial) {
    VectorEnvironment fresh = trial.makeVector(AutoresetMode.NEXT_STEP);
    fresh.close();
    fresh.close();
    VectorEnvironment busy = trial.makeVector(AutoresetMode.NEXT_STEP);
    busy.reset(trial.seed());
    busy.send(trial.actionBatch(0));
    busy.close();
    busy.close();
  }

  private static void useAfterClose(Trial trial) {
    VectorEnvironment vector = trial.makeVector(AutoresetMode.NEXT_STEP);
    vector.reset(trial.seed());
    vector.close();
    Value actions = trial.actionBatch(0);
    Expect.raises(
        EnvironmentException.class, "a vector's step after close", () -> vector.step(actions));
    Expect.raises(EnvironmentException.class, "a vector's reset after close", vector::reset);
  }
}
