package dev.gymbridge.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers in the tables of a run, the same under every locale and Java version. */
final class CsvNumber {
  private static final double LARGEST_PLAIN_INTEGER = 1e15;

  private CsvNumber() {}

  /**
   * The fewest of 15 to 17 significant digits that read back as the same number, without trailing
   * zeros; empty for NaN. (Double.toString gives other digits before Java 19 than since.)
   */
  static String text(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < LARGEST_PLAIN_INTEGER) {
      return (long) value + ".0";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact;
    for (int digits = 15; digits <= 17; digits++) {
      rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
      if (rounded.doubleValue() == value) {
        break;
      }
    }
    double magnitude = Math.abs(value);
    return magnitude >= 1e-5 && magnitude < 1e17 ? rounded.toPlainString() : rounded.toString();
  }

  /** What {@link #text} wrote. */
  static double parse(String text) {
    return switch (text) {
      case "" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
