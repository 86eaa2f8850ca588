package dev.gymbridge.report;

import dev.gymbridge.run.AtomicFile;
import dev.gymbridge.run.EvaluationRow;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws {@code learning-curve.png}: the return of each episode, the mean of the last 100, and the
 * evaluations, over env steps. Reads {@code progress.csv} and {@code evaluations.csv}; needs no
 * display, but fonts.
 */
public final class LearningCurve {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 540;
  private static final int PIXELS_PER_POINT = 2;

  private static final Color INK = new Color(0x1F2937);
  private static final Color MUTED = new Color(0x6B7280);
  private static final Color GRID = new Color(0xE5E7EB);
  private static final Color MEAN = new Color(0x1D4ED8);
  private static final Color EVALUATION = new Color(0xEA580C);

  private LearningCurve() {}

  /**
   * Draws and writes the picture, whole or not at all.
   *
   * @param title such as {@code CartPole-v1 · cartpole}
   * @throws RunDirectoryException if it cannot be drawn or written, or the tables cannot be read
   */
  public static void write(RunDirectory run, String title) {
    ProgressSeries progress = ProgressSeries.read(run.progress());
    List<EvaluationRow> evaluations = EvaluationRow.read(run.evaluations());
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(draw(progress, evaluations, title), "png", png);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(run.learningCurve(), e);
    } catch (LinkageError | InternalError e) {
      throw new RunDirectoryException(
          "cannot draw %s: Java finds no fonts (%s); install some, such as the packages fontconfig"
                  .formatted(run.learningCurve(), e)
              + " and fonts-dejavu-core",
          e);
    }
    AtomicFile.write(run.learningCurve(), png.toByteArray());
  }

  private static BufferedImage draw(
      ProgressSeries progress, List<EvaluationRow> evaluations, String title) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("env steps")
            .yAxisTitle("return")
            .build();
    style(chart.getStyler());
    chart.getStyler().setXAxisMin(0.0);
    if (progress.episodes() > 0 && progress.allReturnsPositive()) {
      chart.getStyler().setYAxisMin(0.0);
    }
    addProgress(chart, progress);
    addEvaluations(chart, evaluations);
    if (progress.episodes() == 0 && evaluations.isEmpty()) {
      chart.addSeries("no episode has ended", new double[] {0}, new double[] {0});
    }
    BufferedImage image =
        new BufferedImage(
            WIDTH * PIXELS_PER_POINT, HEIGHT * PIXELS_PER_POINT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    return image;
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

  private static void addEvaluations(XYChart chart, List<EvaluationRow> evaluations) {
    if (evaluations.isEmpty()) {
      return;
    }
    XYSeries series =
        chart.addSeries(
            "greedy evaluation",
            evaluations.stream().mapToDouble(row -> (double) row.envSteps()).toArray(),
            evaluations.stream().mapToDouble(row -> row.evaluation().mean()).toArray());
    series.setMarker(SeriesMarkers.DIAMOND);
    series.setMarkerColor(EVALUATION);
    series.setLineColor(new Color(0xEA, 0x58, 0x0C, 110));
    series.setLineStyle(
        new BasicStroke(
            1.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND, 1, new float[] {2, 4}, 0));
  }

  private static void style(XYStyler styler) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setBaseFont(font);
    styler.setAntiAlias(true);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartPadding(18);
    styler.setPlotContentSize(0.96);
    styler.setChartTitleFont(font.deriveFont(Font.BOLD, 16f));
    styler.setChartFontColor(INK);
    styler.setChartTitlePadding(10);
    styler.setChartTitleBoxVisible(false);
    styler.setAxisTitleFont(font.deriveFont(13f));
    styler.setXAxisTitleColor(MUTED);
    styler.setYAxisTitleColor(MUTED);
    styler.setAxisTickLabelsFont(font);
    styler.setAxisTickLabelsColor(MUTED);
    styler.setAxisTicksLineVisible(false);
    styler.setAxisTicksMarksVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setXAxisTickLabelsFormattingFunction(Numbers::compact);
    styler.setYAxisTickLabelsFormattingFunction(Numbers::compact);
    styler.setXAxisTickMarkSpacingHint(110);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendFont(font);
    styler.setLegendPadding(10);
    styler.setMarkerSize(6);
  }
}
