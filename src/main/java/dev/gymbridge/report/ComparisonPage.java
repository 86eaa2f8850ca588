package dev.gymbridge.report;

import dev.gymbridge.run.AtomicFile;
import dev.gymbridge.run.RunDirectoryException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Writes {@code comparison.png}, a chart an environment with the median and the quartiles of each
 * group, and {@code comparison.html}, the same with the scores as tables.
 */
public final class ComparisonPage {
  private static final List<Color> COLOURS =
      Stream.of(0x1D4ED8, 0xEA580C, 0x15803D, 0xA21CAF, 0x0E7490, 0xB91C1C, 0x4D7C0F, 0x6D28D9)
          .map(Color::new)
          .toList();
  private static final int BAND_ALPHA = 45;

  private ComparisonPage() {}

  /**
   * Writes both files.
   *
   * @param directory made where it is missing; earlier files of these names are replaced
   * @throws RunDirectoryException if they cannot be drawn or written
   */
  public static void write(Comparison comparison, Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(directory, e);
    }
    Path picture = directory.resolve("comparison.png");
    Pictures.write(picture, () -> charts(comparison));
    StringBuilder body = new StringBuilder();
    comparison.forEach(
        (environment, groups) ->
            body.append(curves(environment, groups).html()).append(tables(environment, groups)));
    AtomicFile.write(
        directory.resolve("comparison.html"),
        HtmlReport.page("Comparison of runs", "median and quartiles over seeds", body.toString())
            .getBytes(StandardCharsets.UTF_8));
  }

  private static SvgChart curves(String environment, List<RunGroup> groups) {
    SvgChart chart = new SvgChart(environment + ", median return and quartiles over seeds");
    for (int i = 0; i < groups.size(); i++) {
      RunGroup.Curve curve = groups.get(i).curve();
      String colour = " g" + i % COLOURS.size();
      chart
          .band("band" + colour, "", curve.envSteps(), curve.low(), curve.high())
          .line(
              "group" + colour,
              "%s (runs: %d)".formatted(groups.get(i).label(), groups.get(i).runs().size()),
              new ProgressSeries.Points(curve.envSteps(), curve.median()));
    }
    return chart;
  }

  private static List<XYChart> charts(Comparison comparison) {
    List<XYChart> charts = new ArrayList<>();
    comparison.forEach((environment, groups) -> charts.add(chart(environment, groups)));
    return charts;
  }

  private static XYChart chart(String environment, List<RunGroup> groups) {
    XYChart chart = Pictures.chart(environment, "return, median and quartiles over seeds");
    if (groups.size() > 1) {
      // Labels say what differs; side by side they would leave the picture.
      chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    }
    for (int i = 0; i < groups.size(); i++) {
      RunGroup.Curve curve = groups.get(i).curve();
      if (curve.envSteps().length > 0) {
        Color colour = COLOURS.get(i % COLOURS.size());
        String name =
            "%s (runs: %d)   ".formatted(groups.get(i).label(), groups.get(i).runs().size());
        addBand(chart, name, curve, colour);
        XYSeries line = chart.addSeries(name, curve.envSteps(), curve.median());
        line.setMarker(SeriesMarkers.NONE);
        line.setLineColor(colour);
        line.setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      }
    }
    if (groups.stream().allMatch(group -> group.curve().envSteps().length == 0)) {
      chart.addSeries("no episode has ended", new double[] {0}, new double[] {0});
    }
    return chart;
  }

  /** The area between the quartiles: along the upper one, and back along the lower. */
  private static void addBand(XYChart chart, String name, RunGroup.Curve curve, Color colour) {
    XYSeries band =
        chart.addSeries(
            name + "quartiles",
            thereAndBack(curve.envSteps(), curve.envSteps()),
            thereAndBack(curve.high(), curve.low()));
    band.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    band.setMarker(SeriesMarkers.NONE);
    band.setShowInLegend(false);
    Color pale = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), BAND_ALPHA);
    band.setFillColor(pale);
    band.setLineColor(pale);
  }

  private static double[] thereAndBack(double[] there, double[] back) {
    int n = back.length;
    return DoubleStream.concat(
            DoubleStream.of(there),
            DoubleStream.iterate(n - 1, i -> i - 1).limit(n).map(i -> back[(int) i]))
        .toArray();
  }

  private static String tables(String environment, List<RunGroup> groups) {
    StringBuilder html = new StringBuilder();
    html.append("<section>\n<h2>").append(HtmlParts.escape(environment)).append("</h2>\n");
    html.append("<div class=\"table\"><table class=\"evaluations named\">\n<tr>");
    row(html, "th", "runs", "policy", "interquartile mean", "95% interval", "median", "min", "max");
    for (RunGroup group : groups) {
      scores(html, group.label(), "final", group.finalScores());
      scores(html, group.label(), "best", group.bestScores());
    }
    html.append("</table></div>\n");
    for (RunGroup group : groups) {
      html.append("<details><summary>")
          .append(HtmlParts.escape("each run of " + group.label()))
          .append("</summary><div class=\"table\"><table class=\"evaluations named\">\n<tr>");
      row(html, "th", "run", "seed", "final", "best");
      for (ComparedRun run : group.runs()) {
        html.append("<tr>");
        row(
            html,
            "td",
            run.name(),
            Long.toString(run.recipe().seed()),
            score(run.finalScore()),
            score(run.bestScore()));
      }
      html.append("</table></div></details>\n");
    }
    return html.append("</section>\n").toString();
  }

  private static void scores(
      StringBuilder html, String label, String policy, @Nullable Spread scores) {
    if (scores == null) {
      return;
    }
    html.append("<tr>");
    row(
        html,
        "td",
        "%s (%d)".formatted(label, scores.runs()),
        policy,
        score(scores.interquartileMean()),
        score(scores.low()) + " to " + score(scores.high()),
        score(scores.median()),
        score(scores.min()),
        score(scores.max()));
  }

  private static String score(@Nullable Double score) {
    return score == null ? "-" : Numbers.score(score);
  }

  private static void row(StringBuilder html, String element, String... cells) {
    html.append(
        Stream.of(cells)
            .map(cell -> "<%s>%s</%s>".formatted(element, HtmlParts.escape(cell), element))
            .collect(Collectors.joining("", "", "</tr>\n")));
  }
}
