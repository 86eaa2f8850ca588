package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.Frame;
import dev.gymbridge.env.RenderMode;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.Value;
import java.util.List;

/** Drawing in each mode but human, which needs a display. */
final class RenderChecks {
  private static final int STEPS = 4;

  private RenderChecks() {}

  static List<Check> all() {
    return List.of(
        new Check(
            "render.without-a-mode",
            "render of an environment made without a render mode raises EnvironmentException.",
            "say that the environment has no render mode, and which there are",
            RenderChecks::withoutAMode),
        new Check(
            "render.unlisted-modes-are-refused",
            "A render mode that the spec does not list is refused with EnvironmentException, which"
                + " names those that it lists.",
            "list all modes that can be made, and refuse the others when the environment is made",
            RenderChecks::unlistedModesAreRefused),
        new Check(
            "render.before-reset",
            "render before the first reset raises ResetNeededException.",
            "remember whether the environment was reset",
            RenderChecks::beforeReset),
        new Check(
            "render.rgb-array",
            "rgb_array gives one frame for each call, of one size, also after the end.",
            "return one frame of height x width x 3 bytes",
            trial -> single(trial, RenderMode.RGB_ARRAY)),
        new Check(
            "render.rgb-array-list",
            "rgb_array_list gives the frames since the last call, one for the reset and one for each"
                + " step; a reset forgets those before it.",
            "draw in reset and step, empty the list in render, clear it in reset",
            trial -> listed(trial, RenderMode.RGB_ARRAY_LIST)),
        new Check(
            "render.ansi",
            "ansi gives one text for each call.",
            "return one text",
            trial -> single(trial, RenderMode.ANSI)),
        new Check(
            "render.ansi-list",
            "ansi_list gives the texts since the last call, one for the reset and one for each step;"
                + " a reset forgets those before it.",
            "draw in reset and step, empty the list in render, clear it in reset",
            trial -> listed(trial, RenderMode.ANSI_LIST)),
        new Check(
            "render.changes-nothing",
            "An environment that is drawn after each step gives the episodes of one that is not.",
            "draw from the state without changing it, and without its random numbers",
            RenderChecks::changesNothing),
        new Check(
            "render.of-vectors",
            "A vector draws each of its environments.",
            "return one rendering for each environment",
            RenderChecks::ofVectors));
  }

  private static void withoutAMode(Trial trial) {
    Environment environment = trial.make();
    environment.reset(trial.seed());
    Expect.raises(EnvironmentException.class, "render without a render mode", environment::render);
    environment.step(trial.action(0));
  }

  private static void unlistedModesAreRefused(Trial trial) {
    List<RenderMode> listed = trial.spec().renderModes();
    for (RenderMode mode : RenderMode.values()) {
      if (mode == RenderMode.NONE || listed.contains(mode)) {
        continue;
      }
      String doing = "make with the render mode " + mode.gymnasiumName();
      EnvironmentException refused =
          Expect.raises(EnvironmentException.class, doing, () -> trial.makeDrawn(mode).close());
      for (RenderMode allowed : listed) {
        Expect.names(refused, allowed.gymnasiumName(), doing);
      }
      Expect.raises(
          EnvironmentException.class,
          "make a vector with the render mode " + mode.gymnasiumName(),
          () ->
              trial
                  .makeVector(trial.options().withRenderMode(mode), AutoresetMode.NEXT_STEP)
                  .close());
    }
  }

  private static List<RenderMode> drawable(Trial trial) {
    return trial.spec().renderModes().stream().filter(mode -> mode != RenderMode.HUMAN).toList();
  }

  private static List<RenderMode> someMode(Trial trial) {
    List<RenderMode> modes = drawable(trial);
    if (modes.isEmpty()) {
      throw Unchecked.notApplicable("it has no render mode but perhaps human");
    }
    return modes;
  }

  private static void beforeReset(Trial trial) {
    for (RenderMode mode : someMode(trial)) {
      Environment environment = trial.makeDrawn(mode);
      Expect.raises(
          ResetNeededException.class,
          "render before reset in mode " + mode.gymnasiumName(),
          environment::render);
      environment.reset(trial.seed());
      environment.render();
    }
  }

  private static void single(Trial trial, RenderMode mode) {
    trial.requireMode(mode);
    Environment environment =
        trial.make(trial.options().withMaxEpisodeSteps(STEPS).withRenderMode(mode));
    environment.reset(trial.seed());
    Rendering first = requireDrawn("after reset", mode, 1, environment.render());
    for (Value action : trial.actions(0).subList(0, STEPS)) {
      boolean ended = environment.step(action).ended();
      Rendering next = requireDrawn("after a step", mode, 1, environment.render());
      requireDrawn("drawn again", mode, 1, environment.render());
      if (mode == RenderMode.RGB_ARRAY) {
        Expect.equal(
            "the size of a frame", size(first.frames().get(0)), size(next.frames().get(0)));
      }
      if (ended) {
        break;
      }
    }
  }

  private static void listed(Trial trial, RenderMode mode) {
    trial.requireMode(mode);
    Environment environment =
        trial.make(trial.options().withMaxEpisodeSteps(0).withRenderMode(mode));
    environment.reset(trial.seed());
    requireDrawn("after reset", mode, 1, environment.render());
    requireDrawn("drawn again", mode, 0, environment.render());
    int steps = 0;
    boolean ended = false;
    for (Value action : trial.actions(0).subList(0, STEPS)) {
      if (!ended) {
        ended = environment.step(action).ended();
        steps++;
      }
    }
    requireDrawn("after " + steps + " steps", mode, steps, environment.render());
    environment.reset(trial.seed());
    if (!environment.step(trial.action(0)).ended()) {
      environment.reset(trial.seed());
    }
    environment.reset(trial.seed());
    requireDrawn("after several resets", mode, 1, environment.render());
  }

  private static String size(Frame frame) {
    return frame.width() + " x " + frame.height();
  }

  private static Rendering requireDrawn(
      String when, RenderMode mode, int count, Rendering rendering) {
    boolean frames = mode == RenderMode.RGB_ARRAY || mode == RenderMode.RGB_ARRAY_LIST;
    Expect.equal("the number of frames " + when, frames ? count : 0, rendering.frames().size());
    Expect.equal("the number of texts " + when, frames ? 0 : count, rendering.texts().size());
    for (Frame frame : rendering.frames()) {
      Expect.that(
          frame.width() > 0 && frame.height() > 0,
          "a frame " + when + " is empty",
          "a width and a height above 0",
          size(frame));
    }
    for (String text : rendering.texts()) {
      Expect.that(!text.isBlank(), "a text " + when + " is blank", "a text", text);
    }
    return rendering;
  }

  private static void changesNothing(Trial trial) {
    trial.requireDeterministic();
    List<Value> actions = trial.actions(0);
    Transcript undrawn = Transcript.play(trial.make(), trial.seed(), actions);
    for (RenderMode mode : someMode(trial)) {
      Environment environment = trial.makeDrawn(mode);
      Transcript drawn = new Transcript();
      drawn.add("reset(" + trial.seed() + ")", environment.reset(trial.seed()));
      for (int i = 0; i < actions.size(); i++) {
        environment.render();
        drawn.go(environment, actions.subList(i, i + 1));
      }
      Transcript.requireSame("drawn as " + mode.gymnasiumName(), undrawn, drawn);
    }
  }

  private static void ofVectors(Trial trial) {
    for (RenderMode mode : someMode(trial)) {
      VectorEnvironment vector =
          trial.makeVector(trial.options().withRenderMode(mode), AutoresetMode.NEXT_STEP);
      vector.reset(trial.seed());
      List<Rendering> renderings = vector.render();
      Expect.equal("the number of renderings", trial.numEnvs(), renderings.size());
      renderings.forEach(one -> requireDrawn("of a vector after reset", mode, 1, one));
    }
    VectorEnvironment undrawn = trial.makeVector(AutoresetMode.NEXT_STEP);
    undrawn.reset(trial.seed());
    Expect.raises(
        EnvironmentException.class, "render of a vector without a render mode", undrawn::render);
  }
}
