package dev.gymbridge.report;

/**
 * How fast a run is, over the last half minute: a run is faster before it learns than after.
 *
 * <p>Used by the drawing thread alone.
 */
final class ProgressRate {
  private static final int WINDOW = 32;
  private static final long SAMPLE_NANOS = 1_000_000_000L;

  private final long[] nanos = new long[WINDOW];
  private final long[] envSteps = new long[WINDOW];
  private final long[] episodes = new long[WINDOW];
  private final long startNanos;
  private int samples;
  private long nowNanos;
  private long nowEnvSteps;
  private long nowEpisodes;

  ProgressRate(long nanoTime, long envSteps, long episodes) {
    startNanos = nanoTime;
    sample(nanoTime, envSteps, episodes);
    update(nanoTime, envSteps, episodes);
  }

  void update(long nanoTime, long envSteps, long episodes) {
    nowNanos = nanoTime;
    nowEnvSteps = envSteps;
    nowEpisodes = episodes;
    if (nanoTime - nanos[(samples - 1) % WINDOW] >= SAMPLE_NANOS) {
      sample(nanoTime, envSteps, episodes);
    }
  }

  private void sample(long nanoTime, long envStepsNow, long episodesNow) {
    int i = samples++ % WINDOW;
    nanos[i] = nanoTime;
    envSteps[i] = envStepsNow;
    episodes[i] = episodesNow;
  }

  /** Env steps a second; 0 at the start. */
  double envStepsPerSecond() {
    return perSecond(nowEnvSteps - envSteps[oldest()]);
  }

  /** Episodes a second; 0 at the start. */
  double episodesPerSecond() {
    return perSecond(nowEpisodes - episodes[oldest()]);
  }

  /** Since the start. */
  double elapsedSeconds() {
    return (nowNanos - startNanos) / 1e9;
  }

  private double perSecond(long count) {
    double seconds = (nowNanos - nanos[oldest()]) / 1e9;
    return seconds > 0 ? count / seconds : 0;
  }

  private int oldest() {
    return samples <= WINDOW ? 0 : samples % WINDOW;
  }
}
