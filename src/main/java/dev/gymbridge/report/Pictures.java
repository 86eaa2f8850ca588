package dev.gymbridge.report;

import dev.gymbridge.run.AtomicFile;
import dev.gymbridge.run.RunDirectoryException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** How a chart over env steps looks, and how charts become a picture in a file. */
final class Pictures {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 540;
  private static final int PIXELS_PER_POINT = 2;

  private static final Color INK = new Color(0x1F2937);
  private static final Color MUTED = new Color(0x6B7280);
  private static final Color GRID = new Color(0xE5E7EB);

  private Pictures() {}

  /** An empty chart over env steps. */
  static XYChart chart(String title, String yAxisTitle) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("env steps")
            .yAxisTitle(yAxisTitle)
            .build();
    style(chart.getStyler());
    chart.getStyler().setXAxisMin(0.0);
    return chart;
  }

  /**
   * Draws charts, one below the other, and writes the picture, whole or not at all.
   *
   * @param charts made here, since already that needs fonts
   * @throws RunDirectoryException if they cannot be drawn, or the file cannot be written
   */
  static void write(Path file, Supplier<List<XYChart>> charts) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    // In memory: the temporary directory, where Java keeps such things, may be full or read-only.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(paint(charts.get()), "png", out);
    } catch (IOException e) {
      throw RunDirectoryException.cannotWrite(file, e);
    } catch (LinkageError | InternalError e) {
      throw new RunDirectoryException(
          "cannot draw %s: Java finds no fonts (%s); install some, such as the packages fontconfig"
                  .formatted(file, e)
              + " and fonts-dejavu-core",
          e);
    }
    AtomicFile.write(file, png.toByteArray());
  }

  private static BufferedImage paint(List<XYChart> charts) {
    BufferedImage image =
        new BufferedImage(
            WIDTH * PIXELS_PER_POINT,
            HEIGHT * PIXELS_PER_POINT * charts.size(),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
    for (XYChart chart : charts) {
      chart.paint(graphics, WIDTH, HEIGHT);
      graphics.translate(0, HEIGHT);
    }
    graphics.dispose();
    return image;
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
    styler.setErrorBarsColorSeriesColor(true);
  }
}
