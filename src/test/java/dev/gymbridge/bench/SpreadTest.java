package dev.gymbridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void knowsTheMiddleAndTheEndsOfItsRounds() {
    assertThat(Spread.of(3, 1, 9)).isEqualTo(new Spread(3, 1, 9));
  }

  @Test
  void takesTheMeanOfTheMiddleTwoOfAnEvenNumber() {
    assertThat(Spread.of(4, 1, 9, 2)).isEqualTo(new Spread(3, 1, 9));
  }

  @Test
  void needsARound() {
    assertThatThrownBy(Spread::of).hasMessageContaining("at least one round");
  }
}
