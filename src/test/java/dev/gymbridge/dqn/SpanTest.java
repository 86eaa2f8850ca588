package dev.gymbridge.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SpanTest {
  @Test
  void readsWhatItWrites() {
    assertThat(Span.parse(Span.envSteps(256).toString())).isEqualTo(Span.envSteps(256));
    assertThat(Span.parse(Span.episodes(20).toString())).isEqualTo(Span.episodes(20));
  }

  @Test
  void readsTheSingularAndUnderscores() {
    assertThat(Span.parse("1 episode")).isEqualTo(Span.episodes(1));
    assertThat(Span.parse("10_000 env_steps")).isEqualTo(Span.envSteps(10_000));
  }

  @Test
  void refusesATextWithoutAUnit() {
    assertThatThrownBy(() -> Span.parse("256"))
        .hasMessage(
            "\"256\" is not a span of training; write a count and a unit, such as \"256 env_steps\""
                + " (env_steps, episodes)");
  }

  @Test
  void refusesZero() {
    assertThatThrownBy(() -> Span.envSteps(0)).hasMessage("a span must be at least 1, got 0");
  }

  @Property(tries = 300)
  void neverMissesAMultipleHoweverLargeTheStride(
      @ForAll @LongRange(min = 1, max = 50) long period,
      @ForAll @LongRange(min = 1, max = 200) long stride) {
    Span span = Span.envSteps(period);
    long counted = 0;
    Counters before = Counters.ZERO;
    for (int i = 1; i <= 30; i++) {
      Counters now = new Counters(i * stride, 0, 0);
      counted += span.multiplesBetween(before, now);
      before = now;
    }
    assertThat(counted).isEqualTo(30 * stride / period);
  }
}
