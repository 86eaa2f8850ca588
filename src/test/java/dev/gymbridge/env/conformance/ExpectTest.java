package dev.gymbridge.env.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.NdArray;
import org.junit.jupiter.api.Test;

class ExpectTest {
  @Test
  void aValueThatRoundingCarriesPastABoundHasAMendOfItsOwn() {
    Box unit = Box.of(0.0, 1.0, DType.FLOAT64, 1);
    NdArray beyond = NdArray.of(new double[] {1.0000000000000002}, 1);
    CheckFailure failure =
        catchThrowableOfType(
            CheckFailure.class, () -> Expect.inside("the observation", unit, beyond));
    assertThat(failure).hasMessageContaining("the observation is outside its space");
    assertThat(failure.mend()).hasValueSatisfying(mend -> assertThat(mend).contains("clip it"));
  }
}
