package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.report.ConsoleProgress;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.report.ExpendableListener;
import dev.gymbridge.report.HtmlReport;
import dev.gymbridge.report.LearningCurve;
import dev.gymbridge.report.MinimalRlLines;
import dev.gymbridge.report.TensorBoardLog;
import dev.gymbridge.report.Verdict;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.Summary;
import dev.gymbridge.run.TrainingRun;
import java.time.Clock;
import java.util.Optional;

/**
 * One sitting of training: wires the run, its reports and its end.
 *
 * <p>The summary is written before anything that is done with the trained agent, and whatever fails
 * of that costs only itself.
 */
final class TrainingSession {
  private Recipe recipe; // settled by the observations
  private final RunDirectory run;
  private final boolean resumed;
  private final Console console;
  private final Interruption interruption;
  private final int watchEvery;

  /**
   * A sitting that has not begun.
   *
   * @param watchEvery the K-th evaluations that are shown in a window; 0 for none
   */
  TrainingSession(
      Recipe recipe,
      RunDirectory run,
      boolean resumed,
      Console console,
      Interruption interruption,
      int watchEvery) {
    this.recipe = recipe;
    this.run = run;
    this.resumed = resumed;
    this.console = console;
    this.interruption = interruption;
    this.watchEvery = watchEvery;
  }

  /** Says what is about to be done, before anything that takes time. */
  void announce() {
    console.note(
        "%s %s: preset %s, seed %d, %s"
            .formatted(
                resumed ? "going on with" : "training",
                recipe.environment().id(),
                recipe.preset(),
                recipe.seed(),
                length()));
    console.note("  run directory: " + run);
    console.note("  look on with:  " + WhatNext.lookOn(run));
  }

  private String length() {
    Long steps = recipe.config().run().totalEnvSteps();
    return steps != null
        ? "up to %,d env steps".formatted(steps)
        : "up to %,d episodes".formatted(recipe.config().run().totalEpisodes());
  }

  private void settle(Recipe settled) {
    boolean another = !settled.preset().equals(recipe.preset());
    recipe = settled;
    if (another) {
      console.note(
          "its observations are pictures: preset %s instead, %s"
              .formatted(recipe.preset(), length()));
    }
  }

  /** Trains and returns the summary; after an interruption what was trained so far is kept. */
  JsonObject run(ServerOptions.Opened opened, boolean testEpisodes) {
    try (TrainingRun training =
        TrainingRun.open(recipe, opened.source(), opened.id(), TensorFlowQNetwork::create)) {
      settle(training.recipe());
      training.notes().forEach(console::note);
      Summary summary = train(training, opened);
      Afterwards afterwards = new Afterwards(summary, console, interruption);
      afterwards.attempt("final evaluation", () -> evaluate(training, summary));
      training.closeEnvironments();
      console.say(Verdict.of(run));
      draw(afterwards);
      if (testEpisodes && !interruption.requested()) {
        TestEpisodes episodes = new TestEpisodes(recipe, console, interruption);
        afterwards.attempt(
            "test episodes", () -> episodes.play(opened, run, training.network(), afterwards));
        afterwards.attempt(
            "episode in TensorBoard", () -> TensorBoardLog.addEpisode(run, summary.envSteps()));
        report(afterwards);
      }
      summary.write();
      WhatNext.say(console, run, recipe, !summary.interrupted());
      JsonObject json = summary.toJson();
      WhatRan.addTo(json, run, recipe, recipe.seed(), opened);
      return json;
    }
  }

  private Summary train(TrainingRun training, ServerOptions.Opened opened) {
    Summary[] summary = new Summary[1];
    try (ConsoleProgress progress = console.progress();
        TensorBoardLog tensorBoard = new TensorBoardLog(run.path(), Clock.systemUTC());
        ShownEvaluations shown =
            new ShownEvaluations(
                watchEvery, recipe, run, opened, training.network(), interruption)) {
      tensorBoard.hyperparameters(recipe.hyperparameters());
      training.listen(new ExpendableListener("TensorBoard's file", tensorBoard, console::note));
      if (recipe.isClassicScript()) {
        training.listen(new MinimalRlLines(progress::println, tensorBoard));
      }
      training.listen(progress);
      training.listen(new ExpendableListener("the window", shown, console::note));
      training.onNote(console::note);
      training.keep("TensorBoard", tensorBoard);
      interruption.endingWell(() -> summary[0] = sit(training, opened));
      return summary[0];
    } catch (RuntimeException e) {
      if (run.checkpoints().holdsWhole()) {
        console.say("What was trained before this failure is kept.");
        WhatNext.say(console, run, recipe, false);
      }
      throw e;
    }
  }

  /** Trains, and writes the page at once: later there may be an interruption, and no time. */
  private Summary sit(TrainingRun training, ServerOptions.Opened opened) {
    Summary summary =
        training.train(run, resumed, WhatRan.versions(opened), interruption::requested);
    report(new Afterwards(summary, console, interruption));
    return summary;
  }

  private void evaluate(TrainingRun training, Summary summary) {
    training.onEvaluationInterrupted(
        (reason, dropped) -> console.note(reason + "; " + dropped + " played again"));
    int episodes = recipe.config().evaluation().finalEvaluationEpisodes();
    if (episodes > 0 && !interruption.requested()) {
      console.note(
          "final evaluation of %d episodes (final_evaluation_episodes)".formatted(episodes));
    }
    Optional<Evaluation> evaluation =
        training.evaluate(EvaluateCommand.DEFAULT_SEED, interruption::requested);
    evaluation.ifPresent(
        played -> {
          summary.finalEvaluation(played);
          summary.write();
          console.note("final evaluation: " + EvaluationText.of(played));
          if (played.episodes() < episodes) {
            console.note("not all %d: final_evaluation_seconds were over".formatted(episodes));
          }
        });
  }

  private void draw(Afterwards afterwards) {
    // While the JVM shuts down Java2D no longer starts; the pictures come with --resume.
    if (!interruption.requested()) {
      // A display that does not answer is found out here, before Java2D trips over it.
      EpisodeWindow.available();
      afterwards.attempt(
          run.learningCurve().getFileName().toString(), () -> LearningCurve.write(run));
    }
    report(afterwards);
  }

  private void report(Afterwards afterwards) {
    afterwards.attempt(run.report().getFileName().toString(), () -> HtmlReport.write(run));
  }
}
