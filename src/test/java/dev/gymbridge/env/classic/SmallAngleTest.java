package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

final class SmallAngleTest {
  /**
   * StrictMath is off by less than one unit in the last place and this by little more than half.
   */
  @Property
  void isAtMostOneUnitInTheLastPlaceFromStrictMath(
      @ForAll @DoubleRange(min = -0.6, max = 0.6) double angle) {
    double sin = StrictMath.sin(angle);
    double cos = StrictMath.cos(angle);
    // Exact differences: isCloseTo would subtract the decimal texts.
    assertThat(Math.abs(SmallAngle.sin(angle) - sin)).isLessThanOrEqualTo(Math.ulp(sin));
    assertThat(Math.abs(SmallAngle.cos(angle) - cos)).isLessThanOrEqualTo(Math.ulp(cos));
  }

  @Property
  void isSymmetric(@ForAll @DoubleRange(min = 0, max = 0.5) double angle) {
    assertThat(SmallAngle.sin(-angle)).isEqualTo(-SmallAngle.sin(angle));
    assertThat(SmallAngle.cos(-angle)).isEqualTo(SmallAngle.cos(angle));
  }

  @Property
  void servesLargeAnglesToo(@ForAll double angle) {
    assertThat(SmallAngle.sin(angle)).isBetween(-1.0, 1.0);
    assertThat(SmallAngle.cos(angle)).isBetween(-1.0, 1.0);
  }
}
