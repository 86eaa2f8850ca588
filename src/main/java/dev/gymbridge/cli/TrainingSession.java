package dev.gymbridge.cli;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.DqnTrainer;
import dev.gymbridge.dqn.Evaluator;
import dev.gymbridge.dqn.SpaceCheck;
import dev.gymbridge.dqn.TrainingEnded;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.report.ConsoleProgress;
import dev.gymbridge.report.EpisodeWindow;
import dev.gymbridge.report.HtmlReport;
import dev.gymbridge.report.LearningCurve;
import dev.gymbridge.report.MinimalRlLines;
import dev.gymbridge.report.TensorBoardLog;
import dev.gymbridge.run.EvaluationsCsv;
import dev.gymbridge.run.ProgressCsv;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.Summary;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** One sitting of training: wires the parts, trains, tests, and writes the reports. */
final class TrainingSession {
  private static final int FINAL_EVALUATION_EPISODES = 100;

  private final TrainedRunPlan plan;
  private final DqnConfig config;
  private final Console console;
  private final Interruption interruption;

  TrainingSession(TrainedRunPlan plan, Console console, Interruption interruption) {
    this.plan = plan;
    this.config = plan.config();
    this.console = console;
    this.interruption = interruption;
  }

  /** Trains and returns the summary; after an interruption what was trained so far is kept. */
  JsonObject run(ServerOptions.Opened opened, boolean testEpisodes) {
    EnvironmentOptions options = plan.trained(1, 1).options(opened.id());
    try (VectorEnvironment environment =
        opened.source().makeVector(options, config.run().numEnvs(), AutoresetMode.SAME_STEP)) {
      SpaceCheck.requireLearnable(
          plan.environment(),
          environment.singleObservationSpace(),
          environment.singleActionSpace());
      TrainedRun trained =
          plan.trained(
              environment.singleObservationSpace().flatSize(),
              Math.toIntExact(((Discrete) environment.singleActionSpace()).n()));
      try (QNetwork network = trained.network(DqnTrainer.networkSeed(plan.seed()));
          VectorEnvironment evaluationEnvironment = evaluationEnvironment(opened, options)) {
        DqnTrainer trainer = new DqnTrainer(config, plan.seed(), environment, network);
        trainer.evaluateOn(evaluationEnvironment);
        RunDirectory run = plan.directory().get();
        if (plan.resumed()) {
          trainer.resumeFrom(run.checkpoint());
        }
        trained.write(run, versions(opened));
        Summary summary = train(trainer, run);
        if (!interruption.requested()) {
          Evaluator evaluator = new Evaluator(evaluationEnvironment, network);
          evaluator.onInterruption(
              (reason, dropped) -> console.note(reason + "; " + dropped + " played again"));
          summary.finalEvaluation(
              evaluator.evaluate(FINAL_EVALUATION_EPISODES, EvaluateCommand.DEFAULT_SEED));
          if (testEpisodes) {
            new TestEpisodes(plan, console, interruption).play(opened, options, run, network);
          }
        }
        summary.write();
        // While the JVM shuts down Java2D no longer starts; the pictures come with --resume.
        if (!interruption.requested()) {
          // A display that does not answer is found out here, before Java2D trips over it.
          EpisodeWindow.available();
          String title = plan.environment() + " · " + plan.preset();
          LearningCurve.write(run, title);
          HtmlReport.write(run, title);
        }
        console.say(whereItIs(run));
        return summary.toJson();
      }
    }
  }

  private VectorEnvironment evaluationEnvironment(
      ServerOptions.Opened opened, EnvironmentOptions options) {
    return opened.source().makeVector(options, EvaluateCommand.MOST_ENVS, AutoresetMode.SAME_STEP);
  }

  private Summary train(DqnTrainer trainer, RunDirectory run) {
    Summary summary = new Summary(run);
    try (ConsoleProgress progress = console.progress();
        TensorBoardLog tensorBoard = new TensorBoardLog(run.path(), Clock.systemUTC());
        ProgressCsv progressCsv = new ProgressCsv(run.progress());
        EvaluationsCsv evaluationsCsv = new EvaluationsCsv(run.evaluations())) {
      trainer.listen(progressCsv);
      trainer.listen(evaluationsCsv);
      trainer.listen(tensorBoard);
      trainer.listen(summary);
      if (plan.isClassicScript()) {
        trainer.listen(new MinimalRlLines(progress::println, tensorBoard));
      }
      trainer.listen(progress);
      trainer.checkpointTo(run.checkpoint(), run.best());
      TrainingEnded ended = trainer.run(interruption::requested);
      if (ended.reason() == TrainingEnded.Reason.INTERRUPTED) {
        progress.println("Interrupted after %d env steps".formatted(ended.envSteps()));
      }
    }
    return summary;
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
    return "Run: %s  ·  watch: %s  ·  evaluate: %s  ·  go on: %s"
        .formatted(
            run,
            program.formatted("watch --run " + run),
            program.formatted("evaluate --run " + run),
            program.formatted("train --resume " + run + " --total-steps N"));
  }
}
