package dev.gymbridge.env.space;

/** IEEE 754 binary16, which Java 17 has no type for. */
final class Float16 {
  private Float16() {}

  /** The exact float of the 16 bits. */
  static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0x1F) {
      return Float.intBitsToFloat(sign | 0x7F80_0000 | (fraction << 13));
    }
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
  }

  /** The nearest 16 bits, ties to even; beyond 65,519.99 an infinity. */
  static short fromDouble(double value) {
    if (Double.isNaN(value)) {
      return (short) 0x7E00;
    }
    int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & 0x8000;
    double magnitude = Math.abs(value);
    if (magnitude < 0x1p-14) {
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int exponent = Math.getExponent(magnitude);
    if (exponent > 15) {
      return (short) (sign | 0x7C00);
    }
    // 1024 to 2048: a fraction that rounds up to 2048 carries into the exponent by the addition.
    int significand = (int) Math.rint(Math.scalb(magnitude, 10 - exponent));
    return (short) (sign | (((exponent + 15) << 10) + significand - 1024));
  }
}
