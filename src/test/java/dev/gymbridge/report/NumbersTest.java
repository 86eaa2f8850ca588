package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "23.25, 1, 23.2", // a tie goes to the even digit, as in Python
    "23.35, 1, 23.4", // the nearest double is above the tie
    "7.905, 1, 7.9",
    "500, 1, 500.0",
    "-0.04, 1, 0.0",
    "123456789012345, 1, 123456789012345.0",
    "1e15, 1, 1.00e15", // nobody counts the digits of more
    "-7.692e297, 3, -7.69e297",
    "NaN, 1, -"
  })
  void roundsTheExactValue(double value, int decimals, String expected) {
    assertThat(Numbers.fixed(value, decimals)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "63.987, 309.4, 64.0",
    "4.261, 37.2, 4.26",
    "0.2071, 0.955, 0.207",
    "120.6, 0.5, 120.6",
    "0, 500, 0.0"
  })
  void givesASpreadNoMoreDecimalsThanItsMean(double spread, double mean, String expected) {
    assertThat(Numbers.spread(spread, mean)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "1000, '1,000'",
    "-1000, '-1,000'",
    "-100, -100",
    "12345678, '12,345,678'"
  })
  void groupsDigitsByThree(long value, String expected) {
    assertThat(Numbers.grouped(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "500, 500",
    "1000, 1k",
    "12500, 12.5k",
    "1500000, 1.5M",
    "2.5e20, 2.50e20",
    "-0.25, -0.25",
    "0.01, 0.01",
    "0.001, 1e-3",
    "-0.00075, -7.5e-4",
    "100000000, 100M"
  })
  void shortensForAxes(double value, String expected) {
    assertThat(Numbers.compact(value)).isEqualTo(expected);
  }
}
