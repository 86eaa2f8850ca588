package dev.gymbridge.remote.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.remote.session.ServerInfo.ServerLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TimeLimitsTest {
  private static ServerLimits server(double stepSeconds, double makeSeconds) {
    return new ServerLimits(0, 0, 0, 0, stepSeconds, makeSeconds, 0);
  }

  @Test
  void countOneOfTheEnvironmentsThatAreSteppedOneAfterAnother() {
    TimeLimits limits = TimeLimits.DEFAULT.times(20);
    assertThat(limits.reset()).isEqualTo(Duration.ofMinutes(20));
    assertThat(limits.connect()).isEqualTo(TimeLimits.DEFAULT.connect());
  }

  @Test
  void usualOnesOutlastThoseOfTheServer() {
    TimeLimits limits = TimeLimits.DEFAULT.givingWayTo(server(300, 600));
    assertThat(limits.step()).isBetween(Duration.ofSeconds(305), Duration.ofSeconds(330));
    assertThat(limits.reset()).isEqualTo(limits.step());
    assertThat(limits.make()).isBetween(Duration.ofSeconds(605), Duration.ofSeconds(630));
  }

  @Test
  void usualOnesStandWhereTheServerHasNoneOrLess() {
    assertThat(TimeLimits.DEFAULT.givingWayTo(server(0, 0))).isEqualTo(TimeLimits.DEFAULT);
    assertThat(TimeLimits.DEFAULT.givingWayTo(server(2, 5))).isEqualTo(TimeLimits.DEFAULT);
  }

  @Test
  void thoseThatWereAskedForStand() {
    TimeLimits asked =
        TimeLimits.DEFAULT.withStep(Duration.ofSeconds(2)).withMake(Duration.ofSeconds(3));
    assertThat(asked.givingWayTo(server(300, 600)).step()).isEqualTo(Duration.ofSeconds(2));
    assertThat(asked.givingWayTo(server(300, 600)).make()).isEqualTo(Duration.ofSeconds(3));
  }
}
