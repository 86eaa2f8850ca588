package dev.gymbridge.report;

import dev.gymbridge.report.ProgressSeries.Points;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A chart over env steps as HTML with inline SVG. The drawing is stretched to the width of the page
 * while lines and dots keep their size, and labels are text of the page: so they can be read on a
 * phone, and colours follow the style of the page, dark or light.
 */
final class SvgChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 300;
  private static final int TICKS = 4;

  private final String title;
  private final List<Layer> layers = new ArrayList<>();
  private double right = 1;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  /** What is drawn: a style of the page, its words in the legend or none, and its places. */
  private record Layer(String style, String label, List<double[]> places, boolean dots) {}

  SvgChart(String title) {
    this.title = title;
  }

  boolean isEmpty() {
    return layers.isEmpty();
  }

  /** A dot at each point. */
  SvgChart dots(String style, String label, Points points) {
    return add(style, label, places(points.x(), points.y()), true);
  }

  /** A line through the points. */
  SvgChart line(String style, String label, Points points) {
    return add(style, label, places(points.x(), points.y()), false);
  }

  /** A level line over the whole width. */
  SvgChart level(String style, String label, double value) {
    return add(style, label, places(new double[] {0, right}, new double[] {value, value}), false);
  }

  /** The area between two lines over the same x. */
  SvgChart band(String style, String label, double[] x, double[] lower, double[] upper) {
    List<double[]> outline = places(x, upper);
    List<double[]> back = places(x, lower);
    for (int i = back.size() - 1; i >= 0; i--) {
      outline.add(back.get(i));
    }
    return add(style, label, outline, false);
  }

  private static List<double[]> places(double[] x, double[] y) {
    List<double[]> places = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      if (Double.isFinite(y[i])) {
        places.add(new double[] {x[i], y[i]});
      }
    }
    return places;
  }

  private SvgChart add(String style, String label, List<double[]> places, boolean dots) {
    if (!places.isEmpty()) {
      layers.add(new Layer(style, label, places, dots));
      for (double[] place : places) {
        right = Math.max(right, place[0]);
        low = Math.min(low, place[1]);
        high = Math.max(high, place[1]);
      }
    }
    return this;
  }

  /** The chart as a section of a page; nothing where there is nothing to draw. */
  String html() {
    if (isEmpty()) {
      return "";
    }
    double[] ticks = ticks(low, high);
    double bottom = ticks[0];
    double top = ticks[ticks.length - 1];
    StringBuilder html = new StringBuilder("<section>\n<h2>").append(HtmlParts.escape(title));
    html.append("</h2>\n<div class=\"chart\">\n");
    for (double tick : ticks) {
      html.append(
          "<i style=\"bottom:%s%%\">%s</i>"
              .formatted(number(100 * (tick - bottom) / (top - bottom)), Numbers.compact(tick)));
    }
    html.append(
        "\n<svg viewBox=\"0 0 %s %s\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(WIDTH, HEIGHT, HtmlParts.escape(title)));
    for (double tick : ticks) {
      String y = number(HEIGHT - (tick - bottom) / (top - bottom) * HEIGHT);
      html.append("<path class=\"grid\" d=\"M0 %sH%s\"/>\n".formatted(y, WIDTH));
    }
    for (Layer layer : layers) {
      html.append("<path class=\"%s\" d=\"".formatted(layer.style()));
      html.append(path(layer, bottom, top)).append("\"/>\n");
    }
    html.append("</svg>\n</div>\n<p class=\"axis\"><span>0</span><span>env steps</span><span>");
    html.append(Numbers.compact(right)).append("</span></p>\n<p class=\"legend\">");
    layers.stream()
        .filter(layer -> !layer.label().isEmpty())
        .forEach(
            layer ->
                html.append("<span><b class=\"%s\"></b>".formatted(layer.style()))
                    .append(HtmlParts.escape(layer.label()))
                    .append("</span>"));
    return html.append("</p>\n</section>\n").toString();
  }

  private String path(Layer layer, double bottom, double top) {
    StringBuilder path = new StringBuilder();
    for (double[] place : layer.places()) {
      path.append(layer.dots() || path.isEmpty() ? 'M' : 'L')
          .append(number(place[0] / right * WIDTH))
          .append(' ')
          .append(number(HEIGHT - (place[1] - bottom) / (top - bottom) * HEIGHT));
      if (layer.dots()) {
        path.append("h0"); // with round ends, a dot of the line's width
      }
    }
    return path.toString();
  }

  /** Round numbers from below the lowest to above the highest. */
  static double[] ticks(double low, double high) {
    double span = high > low ? high - low : Math.max(1e-9, Math.abs(high) * 0.1);
    double raw = span / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step =
        Arrays.stream(new double[] {1, 2, 2.5, 5, 10})
            .map(factor -> factor * power)
            .filter(candidate -> candidate >= raw * 0.999)
            .findFirst()
            .orElse(10 * power);
    long first = (long) Math.floor(low / step + 1e-9);
    long last = Math.max(first + 1, (long) Math.ceil(high / step - 1e-9));
    double[] ticks = new double[(int) (last - first) + 1];
    for (int i = 0; i < ticks.length; i++) {
      ticks[i] = (first + i) * step;
    }
    return ticks;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value).replace(".0", "");
  }
}
