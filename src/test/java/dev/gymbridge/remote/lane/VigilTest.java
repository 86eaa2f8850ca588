package dev.gymbridge.remote.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VigilTest {
  private final Vigil vigil = new Vigil();

  private int sleepsUntilItLooks() {
    int sleeps = 0;
    while (!vigil.begins()) {
      sleeps++;
    }
    return sleeps;
  }

  @Test
  void looksInEveryWaitWhileTheyAreShort() {
    for (int i = 0; i < 100; i++) {
      assertThat(vigil.begins()).isTrue();
      vigil.took(Vigil.NANOS - 1, 0);
    }
  }

  @Test
  void looksMoreSeldomTheMoreWaitsWereTooLong() {
    int before = 0;
    for (int i = 0; i < 20; i++) {
      vigil.took(Vigil.NANOS, 0);
      int sleeps = sleepsUntilItLooks();
      assertThat(sleeps).isBetween(Math.min(255, before + 1), 255);
      before = sleeps;
    }
    assertThat(before).isEqualTo(255);
  }

  @Test
  void looksInEveryWaitSoonAfterOneLongWaitAmongShortOnes() {
    vigil.took(Vigil.NANOS, 0);
    assertThat(sleepsUntilItLooks()).isEqualTo(1);
    vigil.took(1, 0);
    vigil.took(Vigil.NANOS, 0);
    assertThat(sleepsUntilItLooks()).isEqualTo(1);
  }

  @Test
  void goesOnLookingWhereTheCoreIsLostNowAndThen() {
    for (int i = 0; i < 100; i++) {
      for (long earned = 0; earned < 20 * Vigil.LOST_NANOS; earned += Vigil.EARNED_NANOS) {
        assertThat(vigil.begins()).isTrue();
        vigil.took(1, Vigil.LOST_NANOS - 1);
      }
      vigil.took(1, 20 * Vigil.LOST_NANOS);
    }
    assertThat(vigil.begins()).isTrue();
  }

  @Test
  void sleepsForAsLongAsMakesUpForACoreThatWasLostBeyondWhatLooksEarned() {
    vigil.took(1, Vigil.MOST_EARNED_NANOS);
    assertThat(vigil.begins()).isTrue();
    vigil.took(1, 100 * Vigil.EARNED_NANOS);
    assertThat(sleepsUntilItLooks()).isEqualTo(100);
    vigil.took(Vigil.NANOS, Long.MAX_VALUE);
    assertThat(sleepsUntilItLooks()).isEqualTo(Vigil.MOST_SLEEPS);
  }

  @Test
  void earnsNoMoreThanALimit() {
    for (long earned = 0; earned < 2 * Vigil.MOST_EARNED_NANOS; earned += Vigil.EARNED_NANOS) {
      vigil.took(1, 0);
    }
    vigil.took(1, Vigil.MOST_EARNED_NANOS + 100 * Vigil.EARNED_NANOS);
    assertThat(sleepsUntilItLooks()).isEqualTo(100);
  }
}
