package dev.gymbridge.report;

import dev.gymbridge.run.EvaluationRow;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import java.util.OptionalDouble;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws {@code learning-curve.png}: the return of each episode, the mean of the last 100, the
 * evaluations with their standard deviation, and the return that is wanted, over env steps. Reads
 * {@code progress.csv} and {@code evaluations.csv}; needs no display, but fonts.
 */
public final class LearningCurve {
  private static final Color MEAN = new Color(0x1D4ED8);
  private static final Color EVALUATION = new Color(0xEA580C);

  private LearningCurve() {}

  /**
   * Draws and writes the picture, whole or not at all.
   *
   * @throws RunDirectoryException if it cannot be drawn or written, or the tables cannot be read
   */
  public static void write(RunDirectory run) {
    write(run, Recipe.read(run).title());
  }

  /** The same under another title. */
  static void write(RunDirectory run, String title) {
    ProgressSeries progress = ProgressSeries.read(run.progress());
    List<EvaluationRow> evaluations = EvaluationRow.read(run.evaluations());
    OptionalDouble wanted = Verdict.wanted(run);
    Pictures.write(run.learningCurve(), () -> List.of(draw(progress, evaluations, wanted, title)));
  }

  private static XYChart draw(
      ProgressSeries progress,
      List<EvaluationRow> evaluations,
      OptionalDouble wanted,
      String title) {
    XYChart chart = Pictures.chart(title, "return");
    if (progress.episodes() > 0 && progress.allReturnsPositive()) {
      chart.getStyler().setYAxisMin(0.0);
    }
    addProgress(chart, progress);
    addEvaluations(chart, evaluations);
    if (wanted.isPresent() && !evaluations.isEmpty()) {
      long last = evaluations.get(evaluations.size() - 1).envSteps();
      addLevel(chart, wanted.getAsDouble(), (double) last);
    }
    if (progress.episodes() == 0 && evaluations.isEmpty()) {
      chart.addSeries("no episode has ended", new double[] {0}, new double[] {0});
    }
    return chart;
  }

  private static void addProgress(XYChart chart, ProgressSeries progress) {
    if (progress.episodes() == 0) {
      return;
    }
    ProgressSeries.Points returns = progress.returns();
    XYSeries dots = chart.addSeries("episode   ", returns.x(), returns.y());
    dots.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    dots.setMarker(SeriesMarkers.CIRCLE);
    // The more dots lie over each other, the less each may say.
    int alpha = (int) Math.max(45, Math.min(150, 90_000.0 / returns.x().length));
    dots.setMarkerColor(new Color(0x60, 0x8F, 0xEE, alpha));
    ProgressSeries.Points means = progress.means();
    XYSeries line = chart.addSeries("mean of the last 100   ", means.x(), means.y());
    line.setMarker(means.x().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    line.setMarkerColor(MEAN);
    line.setLineColor(MEAN);
    line.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private static void addLevel(XYChart chart, double wanted, double right) {
    double[] level = {wanted, wanted};
    XYSeries line =
        chart.addSeries("wanted " + Numbers.score(wanted), new double[] {0, right}, level);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(Color.GRAY);
    line.setLineStyle(
        new BasicStroke(
            1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 5}, 0));
  }

  private static void addEvaluations(XYChart chart, List<EvaluationRow> evaluations) {
    if (evaluations.isEmpty()) {
      return;
    }
    XYSeries series =
        chart.addSeries(
            "greedy evaluation   ",
            evaluations.stream().mapToDouble(row -> (double) row.envSteps()).toArray(),
            evaluations.stream().mapToDouble(row -> row.evaluation().mean()).toArray(),
            evaluations.stream().mapToDouble(row -> row.evaluation().std()).toArray());
    series.setMarker(SeriesMarkers.DIAMOND);
    series.setMarkerColor(EVALUATION);
    series.setLineColor(new Color(0xEA, 0x58, 0x0C, 110));
    series.setLineStyle(
        new BasicStroke(
            1.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {2, 4}, 0));
  }
}
