package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What a vector does when an episode ends, in each mode, against single environments. */
final class AutoresetChecks {
  /** So short that episodes of any environment end. */
  private static final int LIMIT = 4;

  private AutoresetChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "autoreset.next-step",
            "NEXT_STEP: the step after the end ignores the action, gives the first observation of"
                + " the next episode, reward 0 and no end; all else is as in single environments.",
            "reset in the step after the end instead of stepping, without a seed",
            trial -> mirrored(trial, AutoresetMode.NEXT_STEP, false)),
        new Check(
            "autoreset.same-step",
            "SAME_STEP: the step that ends an episode gives the first observation of the next, and"
                + " the last of the old as final observation; all else is as in single"
                + " environments.",
            "reset right after the end without a seed, and keep the last observation",
            trial -> mirrored(trial, AutoresetMode.SAME_STEP, false)),
        new Check(
            "autoreset.final-info",
            "SAME_STEP: the info of the last step of an episode is the final info, and info is that"
                + " of the reset.",
            "keep the info of the step that ended the episode",
            trial -> mirrored(trial, AutoresetMode.SAME_STEP, true)),
        new Check(
            "autoreset.info",
            "NEXT_STEP: info has each key of the environments' infos, with its mask.",
            "batch infos with a mask _key beside each key",
            trial -> mirrored(trial, AutoresetMode.NEXT_STEP, true)),
        new Check(
            "autoreset.disabled",
            "DISABLED: a reset mask resets the environments that it names and leaves the others as"
                + " they are.",
            "reset where the mask is true, and return the last observation elsewhere",
            AutoresetChecks::disabled),
        new Check(
            "autoreset.disabled-needs-a-reset",
            "DISABLED: a step while an episode is over raises ResetNeededException and steps none.",
            "remember whose episode is over until the reset",
            AutoresetChecks::disabledNeedsAReset),
        new Check(
            "autoreset.wrong-masks-are-refused",
            "A mask in another mode, of another length, of no environment, or one that leaves out an"
                + " environment in the first reset raises EnvironmentException.",
            "check the mask before anything is reset",
            AutoresetChecks::wrongMasksAreRefused));
  }

  private static EnvironmentOptions shortEpisodes(Trial trial) {
    return trial.options().withMaxEpisodeSteps(LIMIT);
  }

  private static void mirrored(Trial trial, AutoresetMode mode, boolean withInfo) {
    trial.requireDeterministic();
    EnvironmentOptions options = shortEpisodes(trial);
    VectorMirror mirror = new VectorMirror(trial, withInfo ? options.withInfo() : options, mode);
    mirror.reset(trial.seed());
    for (int step = 0; step < trial.limits().steps(); step++) {
      mirror.step(trial.actionOfEach(2_000 + step));
    }
    Expect.that(
        mirror.ended() > 0, "no episode of at most " + LIMIT + " steps ended", "an end", "none");
  }

  private static void disabled(Trial trial) {
    trial.requireDeterministic();
    VectorMirror mirror = new VectorMirror(trial, shortEpisodes(trial), AutoresetMode.DISABLED);
    mirror.reset(trial.seed());
    List<Boolean> onlyTheFirst = new ArrayList<>(Collections.nCopies(trial.numEnvs(), false));
    onlyTheFirst.set(0, true);
    for (int step = 0; step < trial.limits().steps(); step++) {
      if (step == 1) { // In mid-episode, so that from here on the ends come at different steps.
        mirror.reset(VectorResetOptions.masked(onlyTheFirst));
      }
      List<Boolean> over = new ArrayList<>();
      for (int i = 0; i < trial.numEnvs(); i++) {
        over.add(mirror.isOver(i));
      }
      if (over.contains(true)) {
        mirror.reset(VectorResetOptions.masked(over));
      }
      mirror.step(trial.actionOfEach(3_000 + step));
    }
  }

  private static void disabledNeedsAReset(Trial trial) {
    VectorEnvironment vector =
        trial.makeVector(trial.options().withMaxEpisodeSteps(1), AutoresetMode.DISABLED);
    vector.reset(trial.seed());
    Value actions = trial.actionBatch(0);
    VectorStepResult end = vector.step(actions);
    Expect.that(end.ended(0), "an episode of at most 1 step goes on after it", "an end", "none");
    Expect.raises(
        ResetNeededException.class,
        "step of a DISABLED vector whose episodes are over",
        () -> vector.step(actions));
    List<Boolean> allButOne = new ArrayList<>(Collections.nCopies(trial.numEnvs(), true));
    allButOne.set(0, false);
    vector.reset(VectorResetOptions.masked(allButOne));
    Expect.raises(
        ResetNeededException.class,
        "step of a DISABLED vector with one episode over",
        () -> vector.step(actions));
    vector.reset();
    vector.step(actions);
  }

  private static void wrongMasksAreRefused(Trial trial) {
    List<Boolean> first = new ArrayList<>(Collections.nCopies(trial.numEnvs(), false));
    first.set(0, true);
    for (AutoresetMode mode : List.of(AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP)) {
      VectorEnvironment vector = trial.makeVector(mode);
      vector.reset(trial.seed());
      refused(vector, first, "a mask under " + mode);
    }
    VectorEnvironment vector = trial.makeVector(AutoresetMode.DISABLED);
    refused(vector, first, "a first reset that leaves out environments");
    vector.reset(trial.seed());
    refused(vector, Collections.nCopies(trial.numEnvs() + 1, true), "a mask that is too long");
    refused(vector, Arrays.asList(true), "a mask that is too short");
    refused(vector, Collections.nCopies(trial.numEnvs(), false), "a mask of no environment");
    vector.step(trial.actionBatch(0));
  }

  private static void refused(VectorEnvironment vector, List<Boolean> mask, String what) {
    Expect.raises(
        EnvironmentException.class,
        "reset with " + what,
        () -> vector.reset(VectorResetOptions.masked(mask)));
  }
}
