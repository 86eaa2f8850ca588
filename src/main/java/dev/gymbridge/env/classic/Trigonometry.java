package dev.gymbridge.env.classic;

/**
 * Sine and cosine, nearly always the double nearest to the true value, and the same on every
 * processor and JDK.
 *
 * <p>NumPy takes them from the C library, and a falling pole magnifies a difference in the last
 * bit. Of 200,000 angles in [-0.21, 0.21], glibc 2.36 differs from these at 504 sines and 26
 * cosines, from {@link Math} at 503 and 109 (which depends on the processor), from {@link
 * StrictMath} at 2,613 and 1,092. Of 3,000 balanced CartPole episodes of 500 steps, so many then
 * differ from Gymnasium's in some bit of a float32 observation: 1, 10 and 13.
 *
 * <p>Taylor's series, its leading terms carried with the rounding errors of their products (T. J.
 * Dekker, "A floating-point technique for extending the available precision", 1971); larger angles
 * are first brought near 0 by quarter turns (W. J. Cody, W. Waite, "Software Manual for the
 * Elementary Functions", 1980).
 */
final class Trigonometry {
  /** Up to this angle, in radians, {@link #sinOfSmall} holds; the first term left out is 1e-18. */
  static final double SMALL = 0.5;

  /** Up to this angle quarter turns are told apart; the number of them has at most 20 bits. */
  private static final double LARGEST = 1e6;

  // A quarter turn in three parts, the first two of 33 bits, so that multiples of them are exact.
  private static final double QUARTER = Math.PI / 2;
  private static final double QUARTER_1 = 0x1.921fb544p0;
  private static final double QUARTER_2 = 0x1.0b4611a6p-34;
  private static final double QUARTER_3 = 0x1.3198a2e037073p-69;

  private static final double SIXTH = 1.0 / 6;
  // What the double SIXTH lacks of one sixth, which is a third of its last bit.
  private static final double SIXTH_REST = SIXTH * 0x1.0p-54;

  private static final double SINE_15 = -1.0 / 1_307_674_368_000.0;
  private static final double COSINE_14 = -1.0 / 87_178_291_200.0;

  private Trigonometry() {}

  /** The sine of an angle in radians. */
  static double sin(double angle) {
    if (Math.abs(angle) <= SMALL) {
      return sinOfSmall(angle);
    }
    return Math.abs(angle) <= LARGEST ? turned(angle, 0) : StrictMath.sin(angle);
  }

  /** The cosine of an angle in radians. */
  static double cos(double angle) {
    if (Math.abs(angle) <= SMALL) {
      return cosOfSmall(angle);
    }
    return Math.abs(angle) <= LARGEST ? turned(angle, 1) : StrictMath.cos(angle);
  }

  /** The sine of an angle that lies so many quarter turns farther. */
  private static double turned(double angle, int quartersFarther) {
    double quarters = Math.rint(angle / QUARTER);
    double first = angle - quarters * QUARTER_1;
    double second = quarters * QUARTER_2;
    double near = first - second;
    double rest = ((first - near) - second) - quarters * QUARTER_3;
    int turns = ((int) quarters + quartersFarther) & 3;
    double value = turns % 2 == 0 ? sin(near, rest) : cos(near, rest);
    return turns < 2 ? value : -value;
  }

  /** The sine of {@code angle + rest}, at most an eighth of a turn and more. */
  private static double sin(double angle, double rest) {
    double square = angle * angle;
    double coefficient =
        SINE_15
            + square * (1.0 / 355_687_428_096_000.0 + square * (-1.0 / 121_645_100_408_832_000.0));
    double fromFifth = fromFifth(angle, coefficient) + rest * (1 - 0.5 * square);
    return sineSum(angle, fromFifth, sixthRest(angle));
  }

  /** The cosine of {@code angle + rest}, likewise. */
  private static double cos(double angle, double rest) {
    double square = angle * angle;
    double coefficient =
        COSINE_14
            + square * (1.0 / 20_922_789_888_000.0 + square * (-1.0 / 6_402_373_705_728_000.0));
    double farther = -rest * (angle - SIXTH * angle * square);
    return cosineSum(angle, fromFourth(angle, coefficient) + farther);
  }

  /** The sine of an angle up to {@link #SMALL}, without a branch. */
  static double sinOfSmall(double angle) {
    return sineSum(angle, fromFifth(angle, SINE_15), sixthRest(angle));
  }

  /** The cosine of an angle up to {@link #SMALL}, without a branch. */
  static double cosOfSmall(double angle) {
    return cosineSum(angle, fromFourth(angle, COSINE_14));
  }

  // The sine is angle - angle^3 / 6 + what begins with the 5th power. Each part is a method of its
  // own, so that a loop over one alone is short enough for the JVM to compute several at once.

  /** What the double {@code angle * (angle * angle) * SIXTH} lacks of a sixth of the cube. */
  static double sixthRest(double angle) {
    double square = angle * angle;
    double cube = angle * square;
    double cubeRest = rest(angle, square, cube) + angle * rest(angle, angle, square);
    return rest(cube, SIXTH, cube * SIXTH) + cube * SIXTH_REST + cubeRest * SIXTH;
  }

  /** What the double nearest to a product lacks of it, which is a double too. */
  private static double rest(double x, double y, double product) {
    return Math.fma(x, y, -product);
  }

  /** The terms of an angle up to {@link #SMALL} from the fifth power on. */
  static double fromFifth(double angle) {
    return fromFifth(angle, SINE_15);
  }

  /** Likewise, with the coefficient of the 15th power and what the further ones add to it. */
  private static double fromFifth(double angle, double coefficient) {
    double square = angle * angle;
    return angle
        * square
        * square
        * (1.0 / 120
            + square
                * (-1.0 / 5040
                    + square
                        * (1.0 / 362_880
                            + square
                                * (-1.0 / 39_916_800
                                    + square * (1.0 / 6_227_020_800.0 + square * coefficient)))));
  }

  /** Adds the parts of a sine, the smallest first. */
  static double sineSum(double angle, double fromFifth, double sixthRest) {
    double sixth = angle * (angle * angle) * SIXTH;
    double sum = angle - sixth;
    double sumRest = (angle - sum) - sixth;
    return sum + (sumRest + (fromFifth - sixthRest));
  }

  private static double fromFourth(double angle, double coefficient) {
    double square = angle * angle;
    return square
        * square
        * (1.0 / 24
            + square
                * (-1.0 / 720
                    + square
                        * (1.0 / 40_320
                            + square
                                * (-1.0 / 3_628_800
                                    + square * (1.0 / 479_001_600.0 + square * coefficient)))));
  }

  private static double cosineSum(double angle, double fromFourth) {
    double square = angle * angle;
    double half = 0.5 * square;
    double sum = 1 - half;
    double sumRest = (1 - sum) - half;
    return sum + (sumRest + (fromFourth - 0.5 * rest(angle, angle, square)));
  }
}
