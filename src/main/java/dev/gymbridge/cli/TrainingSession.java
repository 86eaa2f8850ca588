package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.report.ConsoleProgress;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.report.ExpendableListener;
import dev.gymbridge.report.HtmlReport;
import dev.gymbridge.report.LearningCurve;
import dev.gymbridge.report.MinimalRlLines;
import dev.gymbridge.report.TensorBoardLog;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.Summary;
import dev.gymbridge.run.TrainingRun;
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One sitting of training: wires the run, its reports and its end.
 *
 * <p>The summary is written before anything that is done with the trained agent, and whatever fails
 * of that costs only itself.
 */
final class TrainingSession {
  private final Recipe recipe;
  private final boolean resumed;
  private final Console console;
  private final Interruption interruption;

  TrainingSession(Recipe recipe, boolean resumed, Console console, Interruption interruption) {
    this.recipe = recipe;
    this.resumed = resumed;
    this.console = console;
    this.interruption = interruption;
  }

  /**
   * Trains and returns the summary; after an interruption what was trained so far is kept.
   *
   * @param directory makes or opens the run directory, once the environment is known to be
   *     learnable
   */
  JsonObject run(
      ServerOptions.Opened opened, Supplier<RunDirectory> directory, boolean testEpisodes) {
    try (TrainingRun training =
        TrainingRun.open(recipe, opened.source(), opened.id(), Networks::tensorFlow)) {
      training.notes().forEach(console::note);
      RunDirectory run = directory.get();
      Summary summary = train(training, run, opened);
      Afterwards afterwards = new Afterwards(summary, console, interruption);
      afterwards.attempt("final evaluation", () -> evaluate(training, summary));
      training.closeEnvironments();
      if (testEpisodes && !interruption.requested()) {
        TestEpisodes episodes = new TestEpisodes(recipe, console, interruption);
        afterwards.attempt(
            "test episodes", () -> episodes.play(opened, run, training.network(), afterwards));
      }
      draw(run, afterwards);
      summary.write();
      console.say(whereItIs(run));
      return summary.toJson();
    }
  }

  private Summary train(TrainingRun training, RunDirectory run, ServerOptions.Opened opened) {
    Summary[] summary = new Summary[1];
    try (ConsoleProgress progress = console.progress();
        TensorBoardLog tensorBoard = new TensorBoardLog(run.path(), Clock.systemUTC())) {
      training.listen(new ExpendableListener("TensorBoard's file", tensorBoard, console::note));
      if (recipe.isClassicScript()) {
        training.listen(new MinimalRlLines(progress::println, tensorBoard));
      }
      training.listen(progress);
      interruption.endingWell(
          () ->
              summary[0] = training.train(run, resumed, versions(opened), interruption::requested));
      if (summary[0].interrupted()) {
        progress.println("Interrupted after %d env steps".formatted(summary[0].envSteps()));
      }
      return summary[0];
    } catch (RuntimeException e) {
      if (Files.isDirectory(run.checkpoint())) {
        console.say("What was trained before this failure is kept.");
        console.say(whereItIs(run));
      }
      throw e;
    }
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
          console.say("final evaluation: " + EvaluationText.of(played));
        });
  }

  private void draw(RunDirectory run, Afterwards afterwards) {
    String title = recipe.environment().id() + " · " + recipe.preset();
    // While the JVM shuts down Java2D no longer starts; the pictures come with --resume.
    if (!interruption.requested()) {
      // A display that does not answer is found out here, before Java2D trips over it.
      EpisodeWindow.available();
      afterwards.attempt(
          run.learningCurve().getFileName().toString(), () -> LearningCurve.write(run, title));
    }
    afterwards.attempt(run.report().getFileName().toString(), () -> HtmlReport.write(run, title));
  }

  private static Map<String, String> versions(ServerOptions.Opened opened) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("gymbridge", Versions.gymbridge());
    versions.put("tensorflow", Versions.tensorflow());
    versions.putAll(opened.versions());
    return versions;
  }

  private static String whereItIs(RunDirectory run) {
    String program = Invocation.program();
    return String.join(
        System.lineSeparator(),
        "Run: " + run,
        "  watch:    " + program.formatted("watch --run " + run),
        "  evaluate: " + program.formatted("evaluate --run " + run),
        "  go on:    " + program.formatted("train --resume " + run + " --total-steps N"));
  }
}
