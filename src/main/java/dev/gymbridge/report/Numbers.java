package dev.gymbridge.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text, the same under every locale and Java version. */
final class Numbers {
  private static final double LARGEST_PLAIN_INTEGER = 1e15;

  private Numbers() {}

  /**
   * The fewest of 15 to 17 significant digits that read back as the same number, without trailing
   * zeros; empty for NaN. (Double.toString gives other digits before Java 19 than since.)
   */
  static String shortest(double value) {
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

  /** What {@link #shortest} wrote. */
  static double parse(String text) {
    return switch (text) {
      case "" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** With a fixed number of decimals, a tie going to the even digit of the exact value. */
  static String fixed(double value, int decimals) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "-" : value > 0 ? "inf" : "-inf";
    }
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** With commas between groups of three digits. */
  static String grouped(long value) {
    StringBuilder digits = new StringBuilder(Long.toString(value));
    int first = value < 0 ? 1 : 0;
    for (int i = digits.length() - 3; i > first; i -= 3) {
      digits.insert(i, ',');
    }
    return digits.toString();
  }

  /** Short, for the ticks of an axis: 500, 20k, 1.5M. */
  static String compact(double value) {
    double magnitude = Math.abs(value);
    if (magnitude >= 1e9) {
      return scaled(value / 1e9) + "G";
    }
    if (magnitude >= 1e6) {
      return scaled(value / 1e6) + "M";
    }
    return magnitude >= 1e3 ? scaled(value / 1e3) + "k" : scaled(value);
  }

  private static String scaled(double value) {
    BigDecimal rounded =
        new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
