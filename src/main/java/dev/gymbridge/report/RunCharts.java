package dev.gymbridge.report;

import dev.gymbridge.report.ProgressSeries.Points;
import dev.gymbridge.run.EvaluationRow;
import dev.gymbridge.run.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The charts of a run's page. */
final class RunCharts {
  private static final int MOST_POINTS = 400;

  private RunCharts() {}

  /** Returns with evaluations and goal, then what learning measured. */
  static String html(RunDirectory run, List<EvaluationRow> evaluations) {
    StringBuilder html = new StringBuilder(returns(run, evaluations).html());
    html.append("<div class=\"columns\">\n");
    trend(html, run.progress(), "loss", "Loss, mean of each episode");
    trend(html, run.progress(), "mean_q", "Action value of what was learned from, mean");
    trend(html, run.progress(), "epsilon", "Exploration rate");
    trend(html, run.progress(), "length", "Length of an episode, env steps");
    logged(html, run, TensorBoardLog.LEARNING_RATE, "Learning rate", "learning rate");
    logged(
        html,
        run,
        TensorBoardLog.SPEED,
        "Env steps a second, evaluations included",
        "env steps a second");
    return html.append("</div>\n").toString().replace("<div class=\"columns\">\n</div>\n", "");
  }

  private static void trend(StringBuilder html, Path progress, String column, String title) {
    Points points = ProgressSeries.trend(progress, column, MOST_POINTS);
    html.append(new SvgChart(title).line("mean", column.replace('_', ' '), points).html());
  }

  /** What only TensorBoard's files know. */
  private static void logged(
      StringBuilder html, RunDirectory run, String tag, String title, String label) {
    Points points = TensorBoardScalars.read(RunDirectory.eventFiles(run.path()), tag);
    html.append(new SvgChart(title).line("mean", label, points.thinned(MOST_POINTS)).html());
  }

  private static SvgChart returns(RunDirectory run, List<EvaluationRow> evaluations) {
    ProgressSeries progress = ProgressSeries.read(run.progress());
    SvgChart chart = new SvgChart("Returns");
    if (progress.episodes() > 0) {
      chart
          .dots("episodes", "episode", progress.returns())
          .line("mean", "mean of the last 100", progress.means());
    }
    if (!evaluations.isEmpty()) {
      double[] x = numbers(evaluations, row -> (double) row.envSteps());
      double[] mean = numbers(evaluations, row -> row.evaluation().mean());
      chart
          .band(
              "spread",
              "standard deviation of an evaluation",
              x,
              numbers(evaluations, row -> row.evaluation().mean() - row.evaluation().std()),
              numbers(evaluations, row -> row.evaluation().mean() + row.evaluation().std()))
          .line("evaluation", "greedy evaluation", new Points(x, mean));
    }
    if (!chart.isEmpty()) {
      Verdict.wanted(run)
          .ifPresent(goal -> chart.level("goal", "wanted " + Numbers.score(goal), goal));
    }
    return chart;
  }

  private static double[] numbers(List<EvaluationRow> rows, ToDoubleFunction<EvaluationRow> of) {
    return rows.stream().mapToDouble(of).toArray();
  }
}
