package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

final class TrigonometryTest {
  /**
   * StrictMath is off by less than one unit in the last place and this by little more than half.
   */
  @Property
  void isAtMostOneUnitInTheLastPlaceFromStrictMath(
      @ForAll @DoubleRange(min = -12, max = 12) double angle) {
    double sin = StrictMath.sin(angle);
    double cos = StrictMath.cos(angle);
    // Exact differences: isCloseTo would subtract the decimal texts.
    assertThat(Math.abs(Trigonometry.sin(angle) - sin)).isLessThanOrEqualTo(Math.ulp(sin));
    assertThat(Math.abs(Trigonometry.cos(angle) - cos)).isLessThanOrEqualTo(Math.ulp(cos));
  }

  @Property
  void isSymmetric(@ForAll @DoubleRange(min = 0, max = 1e5) double angle) {
    assertThat(Trigonometry.sin(-angle)).isEqualTo(-Trigonometry.sin(angle));
    assertThat(Trigonometry.cos(-angle)).isEqualTo(Trigonometry.cos(angle));
  }

  @Property
  void servesLargeAnglesToo(@ForAll double angle) {
    assertThat(Trigonometry.sin(angle)).isBetween(-1.0, 1.0);
    assertThat(Trigonometry.cos(angle)).isBetween(-1.0, 1.0);
  }
}
