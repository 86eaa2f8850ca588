package dev.gymbridge.run;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.DqnTrainer;

/** The tables of a run, which grow with it: its episodes, evaluations and, if wanted, actions. */
final class RunTables implements AutoCloseable {
  private final ProgressCsv progress;
  private final EvaluationsCsv evaluations;
  private final ActionsCsv actions;
  private final boolean recordActions;

  RunTables(RunDirectory run, DqnConfig config) {
    progress = new ProgressCsv(run.progress(), run.disk());
    evaluations = new EvaluationsCsv(run.evaluations(), run.disk());
    actions = new ActionsCsv(run.actions(), run.disk());
    recordActions = config.run().recordActions();
  }

  /** Lets checkpoints say how long they are. */
  void keepIn(DqnTrainer trainer) {
    trainer.keep("progress.csv", progress.state());
    trainer.keep("evaluations.csv", evaluations.state());
    if (recordActions) {
      trainer.keep("actions.csv", actions.state());
    }
  }

  /** Writes what happens from now on. */
  void listenTo(DqnTrainer trainer) {
    if (recordActions) {
      trainer.listen(actions);
    }
    trainer.listen(progress);
    trainer.listen(evaluations);
  }

  @Override
  public void close() {
    actions.close();
    evaluations.close();
    progress.close();
  }
}
