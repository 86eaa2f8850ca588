package dev.gymbridge.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as text, the same under every locale and Java version. */
public final class Numbers {
  /** Below it two decimals say too little. */
  private static final double SMALL = 0.01;

  /** From it on nobody counts the digits. */
  private static final double LARGE = 1e15;

  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

  private Numbers() {}

  /** As people read a score: at least one decimal, and of small numbers as many as matter. */
  public static String score(double value) {
    return score(value, Math.abs(value));
  }

  /** The spread of scores beside their mean: with no more decimals than that has. */
  public static String spread(double spread, double mean) {
    return score(spread, Math.max(spread, Math.abs(mean)));
  }

  private static String score(double value, double magnitude) {
    String text = fixed(value, magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3);
    return text.contains(".") ? text.replaceFirst("(\\.\\d+?)0+$", "$1") : text;
  }

  /** With a fixed number of decimals, a tie going to the even digit of the exact value. */
  static String fixed(double value, int decimals) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.isNaN(value) ? "-" : value > 0 ? "inf" : "-inf";
    }
    if (Math.abs(value) >= LARGE) {
      return withExponent(value);
    }
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** Such as 1.25e21. */
  private static String withExponent(double value) {
    return new BigDecimal(value).round(THREE_DIGITS).toString().replace("E+", "e");
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

  /** Short, for the ticks of an axis: 500, 20k, 1.5M, 2.5e-4. */
  static String compact(double value) {
    double magnitude = Math.abs(value);
    if (magnitude >= LARGE) {
      return withExponent(value);
    }
    if (magnitude >= 1e9) {
      return scaled(value / 1e9) + "G";
    }
    if (magnitude >= 1e6) {
      return scaled(value / 1e6) + "M";
    }
    if (magnitude > 0 && magnitude < SMALL) {
      int exponent = (int) Math.floor(Math.log10(magnitude) + 1e-9);
      return scaled(value / Math.pow(10, exponent)) + "e" + exponent;
    }
    return magnitude >= 1e3 ? scaled(value / 1e3) + "k" : scaled(value);
  }

  private static String scaled(double value) {
    BigDecimal rounded =
        new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
