package dev.gymbridge.remote.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StoppedTimeTest {
  private static long millis(long passed, long asked) {
    return TimeUnit.NANOSECONDS.toMillis(
        StoppedTime.nanos(
            TimeUnit.MILLISECONDS.toNanos(passed), TimeUnit.MILLISECONDS.toNanos(asked)));
  }

  @Test
  void isWhatAWaitTookBeyondAllThatABusyMachineExplains() {
    assertThat(millis(50, 50)).isZero();
    assertThat(millis(900, 50)).isZero();
    assertThat(millis(60_000, 50)).isEqualTo(58_950);
  }
}
