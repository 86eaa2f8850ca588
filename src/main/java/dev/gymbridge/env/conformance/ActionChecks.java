package dev.gymbridge.env.conformance;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;

/** Actions of one environment: all that are in the space, and none that is not. */
final class ActionChecks {
  private static final int MOST_ACTIONS = 32;

  private ActionChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "actions.allowed-are-taken",
            "Every action of the space is taken, those at its bounds too.",
            "declare only the actions that the environment can take",
            ActionChecks::allowedAreTaken),
        new Check(
            "actions.other-integer-widths",
            "A discrete action is taken as an integer of any width, and as a Java long.",
            "read the action as a number, whatever its integer dtype",
            ActionChecks::otherIntegerWidths),
        new Check(
            "actions.wrong-are-refused",
            "An action outside the space, by bounds, dtype, shape or kind, raises"
                + " InvalidActionException.",
            "ask actionSpace().contains(action) before anything is changed",
            ActionChecks::wrongAreRefused),
        new Check(
            "actions.wrong-change-nothing",
            "After a wrong action the episode goes on as if it had not been given.",
            "ask actionSpace().contains(action) before anything is changed",
            ActionChecks::wrongChangeNothing));
  }

  private static void allowedAreTaken(Trial trial) {
    Environment environment = trial.make();
    environment.reset(trial.seed());
    for (Value action : extremes(trial)) {
      try {
        if (environment.step(action).ended()) {
          environment.reset();
        }
      } catch (RuntimeException e) {
        throw new CheckFailure(
            "the action " + action + " of the space was refused", "a step", Expect.describe(e));
      }
    }
  }

  private static List<Value> extremes(Trial trial) {
    List<Value> actions = new ArrayList<>();
    if (trial.actionSpace() instanceof Discrete discrete) {
      for (long i = 0; i < Math.min(discrete.n(), MOST_ACTIONS); i++) {
        actions.add(NdArray.scalar(discrete.start() + i).asType(discrete.dtype()));
      }
      actions.add(NdArray.scalar(discrete.start() + discrete.n() - 1).asType(discrete.dtype()));
    } else if (trial.actionSpace() instanceof Box box) {
      for (NdArray bound : List.of(box.low(), box.high())) {
        boolean finite = true;
        for (int i = 0; i < bound.size(); i++) {
          finite &= Double.isFinite(bound.getDouble(i));
        }
        if (finite) {
          actions.add(bound);
        }
      }
    }
    actions.addAll(trial.actions(3));
    return actions;
  }

  private static void otherIntegerWidths(Trial trial) {
    if (!(trial.actionSpace() instanceof Discrete discrete)) {
      throw Unchecked.notApplicable("its actions are not Discrete");
    }
    trial.requireDeterministic();
    NdArray action = (NdArray) trial.action(0);
    StepResult expected = firstStep(trial, action);
    for (DType dtype : List.of(DType.INT32, DType.INT16, DType.UINT8)) {
      NdArray other = action.asType(dtype);
      if (discrete.contains(other) && other.getLong(0) == action.getLong(0)) {
        Expect.equal("the step of the action as " + dtype, expected, firstStep(trial, other));
      }
    }
    Environment environment = trial.make();
    environment.reset(trial.seed());
    Expect.equal("the step of the action as a long", expected, environment.step(action.getLong(0)));
  }

  private static StepResult firstStep(Trial trial, Value action) {
    Environment environment = trial.make();
    environment.reset(trial.seed());
    return environment.step(action);
  }

  private static void wrongAreRefused(Trial trial) {
    Environment environment = trial.make();
    environment.reset(trial.seed());
    for (WrongActions.Wrong wrong : WrongActions.of(trial.actionSpace())) {
      Expect.raises(
          InvalidActionException.class,
          "step with a wrong action (%s: %s)".formatted(wrong.how(), wrong.action()),
          () -> environment.step(wrong.action()));
    }
    if (trial.actionSpace() instanceof Discrete discrete) {
      long beyond = discrete.start() + discrete.n();
      Expect.raises(
          InvalidActionException.class, "step(" + beyond + ")", () -> environment.step(beyond));
    }
  }

  private static void wrongChangeNothing(Trial trial) {
    trial.requireDeterministic();
    List<Value> actions = trial.actions(0);
    Transcript undisturbed = Transcript.play(trial.make(), trial.seed(), actions);
    Environment environment = trial.make();
    Transcript disturbed = new Transcript();
    disturbed.add("reset(" + trial.seed() + ")", environment.reset(trial.seed()));
    List<WrongActions.Wrong> wrong = WrongActions.of(trial.actionSpace());
    for (int i = 0; i < actions.size(); i++) {
      tryWrong(environment, wrong.get(i % wrong.size()));
      disturbed.go(environment, actions.subList(i, i + 1));
    }
    Transcript.requireSame("with wrong actions in between", undisturbed, disturbed);
  }

  /** Whether it is refused is the other check's business, unless it breaks the environment. */
  private static void tryWrong(Environment environment, WrongActions.Wrong wrong) {
    try {
      environment.step(wrong.action());
    } catch (RuntimeException refused) {
      // What it leaves behind shows in the transcript.
    }
  }
}
