package dev.gymbridge.env.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Float16Test {
  @Test
  void everyOneOfThe65536ComesBackAsItWent() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float number = Float16.toFloat((short) bits);
      if (!Float.isNaN(number)) {
        assertThat(Float16.fromDouble(number)).isEqualTo((short) bits);
      }
    }
    assertThat(Float16.toFloat(Float16.fromDouble(Double.NaN))).isNaN();
  }

  // The bits are numpy.float64(x).astype(numpy.float16).view(numpy.uint16).
  @ParameterizedTest
  @CsvSource({
    "0.1, 11878",
    "65519.99, 31743",
    "65520, 31744",
    "-1e300, 64512",
    "2.98023223876953125e-8, 0",
    "2.9802322387695316e-8, 1",
    "6.1005353927612305e-5, 1024",
    "2049, 26624",
    "2051, 26626",
    "4095.9, 27648",
    "1.00048828125000022, 15361",
    "-0.0, 32768"
  })
  void roundsToTheNearestWithTiesToEven(double number, int bits) {
    assertThat(Float16.fromDouble(number) & 0xFFFF).isEqualTo(bits);
  }
}
