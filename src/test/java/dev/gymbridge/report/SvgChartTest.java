package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.report.ProgressSeries.Points;
import org.junit.jupiter.api.Test;

class SvgChartTest {
  private static final Points RISING =
      new Points(new double[] {0, 500, 1000}, new double[] {0, 50, 100});

  @Test
  void drawsALineFromCornerToCorner() {
    String html = new SvgChart("x").line("mean", "a < b", RISING).html();
    assertThat(html)
        .contains("<path class=\"mean\" d=\"M0 300L500 150L1000 0\"/>")
        .contains("</b>a &lt; b</span>")
        .contains("<span>env steps</span><span>1k</span>");
  }

  @Test
  void drawsADotAsALineWithoutLength() {
    String html = new SvgChart("x").dots("episodes", "episode", RISING).html();
    assertThat(html).contains("d=\"M0 300h0M500 150h0M1000 0h0\"");
  }

  @Test
  void closesABandOnTheWayBack() {
    double[] x = {0, 1000};
    String html =
        new SvgChart("x")
            .band("spread", "s", x, new double[] {0, 0}, new double[] {100, 100})
            .html();
    assertThat(html).contains("d=\"M0 0L1000 0L1000 300L0 300\"");
  }

  @Test
  void isNothingWithoutNumbers() {
    Points none = new Points(new double[] {1, 2}, new double[] {Double.NaN, Double.NaN});
    assertThat(new SvgChart("x").line("mean", "m", none).html()).isEmpty();
  }

  @Test
  void hasRoundTicksAroundItsNumbers() {
    assertThat(SvgChart.ticks(9, 500)).containsExactly(0, 200, 400, 600);
    assertThat(SvgChart.ticks(-200, -100)).startsWith(-200).endsWith(-100);
    assertThat(SvgChart.ticks(3, 3)).hasSizeGreaterThan(1);
  }
}
