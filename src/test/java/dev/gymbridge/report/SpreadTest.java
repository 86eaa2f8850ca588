package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void leavesTheOuterQuartersOutOfTheInterquartileMean() {
    Spread spread = Spread.of(900, 1, 2, 3, 4, 5, 6, -800);

    assertThat(spread.interquartileMean()).isEqualTo((2 + 3 + 4 + 5) / 4.0);
    assertThat(spread.median()).isEqualTo(3.5);
    assertThat(spread.min()).isEqualTo(-800);
    assertThat(spread.max()).isEqualTo(900);
    assertThat(spread.runs()).isEqualTo(8);
  }

  @Test
  void isTheMeanOfThreeRuns() {
    assertThat(Spread.of(1, 2, 6).interquartileMean()).isEqualTo(3);
  }

  @Test
  void boundsTheInterquartileMeanByAnIntervalThatIsTheSameEachTime() {
    double[] scores = new double[20];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = i;
    }

    Spread spread = Spread.of(scores);

    assertThat(spread.low()).isBetween(4.0, 8.0);
    assertThat(spread.high()).isBetween(11.0, 15.0);
    assertThat(Spread.of(scores)).isEqualTo(spread);
  }

  @Test
  void hasNoWidthWhereAllRunsAgree() {
    Spread spread = Spread.of(500, 500, 500);

    assertThat(spread.low()).isEqualTo(500);
    assertThat(spread.high()).isEqualTo(500);
  }

  @Test
  void refusesNoScores() {
    assertThatThrownBy(Spread::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scores must be at least 1, got 0");
  }

  @Test
  void placesAQuantileBetweenTwoValues() {
    assertThat(Spread.quantile(new double[] {0, 10, 20}, 0.75)).isEqualTo(15);
  }
}
