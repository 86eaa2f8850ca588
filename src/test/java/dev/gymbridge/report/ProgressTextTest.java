package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.dqn.TrainingProgress;
import dev.gymbridge.dqn.TrainingStarted;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTextTest {
  private static final TrainingStarted BY_STEPS = new TrainingStarted("C", 50_000, 0, 0, 0);
  private static final TrainingStarted BY_EPISODES = new TrainingStarted("C", 0, 1000, 0, 0);
  private static final TrainingProgress NOW = new TrainingProgress(21_000, 9000, 312, 0.043);

  @Test
  void saysAllWithALongBarWhereThereIsRoom() {
    assertThat(render(BY_STEPS, false, 160))
        .isEqualTo(
            " 42% ▕█████████████▍                  ▏ 21,000/50,000 env steps · episode 312"
                + " · return 187.4 · epsilon 0.043 · 2,100 env steps/s · 0:14 left");
  }

  @Test
  void shortensItsLabelsToFitEightyColumns() {
    assertThat(render(BY_STEPS, false, 79))
        .isEqualTo(
            " 42% ▕███▎    ▏ 21.0k/50k · ep 312 · ret 187.4 · eps 0.04 · 2,100/s · 0:14 left")
        .hasSizeLessThanOrEqualTo(79);
  }

  @Test
  void countsInEpisodesWhenTheRunDoes() {
    assertThat(render(BY_EPISODES, false, 100))
        .isEqualTo(
            " 31% ▕███████▍                ▏ ep 312/1k · 21.0k steps · ret 187.4 · eps 0.04 · 2,100/s"
                + " · 0:23 left");
  }

  @Test
  void keepsShareCountAndTimeLeftWhereThereIsHardlyRoom() {
    assertThat(render(BY_STEPS, false, 30)).isEqualTo(" 42% 21.0k/50k 0:14 left");
  }

  @Test
  void isOnePlainLineWithoutALimit() {
    assertThat(render(BY_STEPS, false, ProgressText.UNLIMITED))
        .isEqualTo(
            "42% · 21,000/50,000 env steps · episode 312 · return 187.4 · epsilon 0.043"
                + " · 2,100 env steps/s · 0:14 left");
  }

  @Test
  void saysTheTimeTakenOnceTheRunIsOver() {
    assertThat(render(BY_STEPS, true, ProgressText.UNLIMITED)).endsWith(" · 0:10 taken");
  }

  @Test
  void staysInAsciiWhereTheConsoleDoes() {
    String line = new ProgressText(BY_STEPS, false).render(NOW, false, 187.4, rate(), 100);

    assertThat(line).isASCII().startsWith(" 42% [###########.................] 21.0k/50k | ");
  }

  @Test
  void saysADashForWhatIsNotKnownYet() {
    TrainingProgress start = new TrainingProgress(0, 0, 0, Double.NaN);
    String line =
        new ProgressText(BY_STEPS, true)
            .render(start, false, Double.NaN, new ProgressRate(0, 0, 0), ProgressText.UNLIMITED);

    assertThat(line).contains("return -", "epsilon -", "-:-- left");
  }

  @Property
  void neverExceedsTheWidth(
      @ForAll @LongRange(min = 0, max = 200_000_000) long envSteps,
      @ForAll @LongRange(min = 1, max = 200_000_000) long total,
      @ForAll @LongRange(min = 0, max = 1_000_000) long episodes,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double meanReturn,
      @ForAll boolean byEpisodes,
      @ForAll @IntRange(min = 1, max = 250) int width) {
    TrainingStarted run =
        new TrainingStarted("C", byEpisodes ? 0 : total, byEpisodes ? total : 0, 0, 0);
    ProgressRate rate = new ProgressRate(0, 0, 0);
    rate.update(7_000_000_000L, envSteps, episodes);

    String line =
        new ProgressText(run, true)
            .render(
                new TrainingProgress(envSteps, 0, episodes, 0.5), false, meanReturn, rate, width);

    assertThat(line).hasSizeLessThanOrEqualTo(width);
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "9, 0:09", "754, 12:34", "11045, 3:04:05"})
  void writesDurationsAsClocksDo(long seconds, String expected) {
    assertThat(ProgressText.duration(seconds)).isEqualTo(expected);
  }

  @Test
  void measuresTheRateOverTheLastHalfMinute() {
    ProgressRate rate = new ProgressRate(0, 0, 0);
    long steps = 0;
    for (int second = 1; second <= 100; second++) {
      steps += second <= 80 ? 10_000 : 500; // fast until it learns
      rate.update(second * 1_000_000_000L, steps, 0);
    }

    // 31 seconds, of which 11 were fast.
    assertThat(rate.envStepsPerSecond()).isEqualTo((11 * 10_000 + 20 * 500) / 31.0);
    assertThat(rate.elapsedSeconds()).isEqualTo(100);
  }

  @Test
  void takesTheMeanOfTheLastValues() {
    RecentMean mean = new RecentMean(3);
    assertThat(mean.mean()).isNaN();
    for (double value : new double[] {100, 1, 2, 6}) {
      mean.add(value);
    }
    assertThat(mean.mean()).isEqualTo(3);
  }

  private static String render(TrainingStarted run, boolean ended, int width) {
    return new ProgressText(run, true).render(NOW, ended, 187.4, rate(), width);
  }

  /** 2,100 env steps and 31.2 episodes a second. */
  private static ProgressRate rate() {
    ProgressRate rate = new ProgressRate(0, 0, 0);
    rate.update(10_000_000_000L, 21_000, 312);
    return rate;
  }
}
