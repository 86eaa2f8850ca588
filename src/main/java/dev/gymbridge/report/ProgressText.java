package dev.gymbridge.report;

import dev.gymbridge.dqn.TrainingProgress;
import dev.gymbridge.dqn.TrainingStarted;
import java.util.ArrayList;
import java.util.List;

/**
 * The line that says how far a run is, in as many words as the width allows: long labels and a bar,
 * short labels and a bar, short labels alone, and at last fewer of them.
 */
final class ProgressText {
  /** A width for a line that may be as long as it likes; it has no bar. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int WIDEST_BAR = 32;
  private static final int BAR_STEP = 4;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

  private final TrainingStarted run;
  private final boolean unicode;

  ProgressText(TrainingStarted run, boolean unicode) {
    this.run = run;
    this.unicode = unicode;
  }

  /**
   * The line.
   *
   * @param ended whether the run is over: the time is then the time taken, else the time left
   * @param meanReturn of the last episodes; NaN before the first
   * @param width in characters, or {@link #UNLIMITED}
   */
  String render(
      TrainingProgress now, boolean ended, double meanReturn, ProgressRate rate, int width) {
    double share = share(now);
    String percent = (int) Math.floor(share * 100) + "%";
    String separator = unicode ? " · " : " | ";
    if (width == UNLIMITED) {
      return percent
          + separator
          + String.join(separator, parts(now, ended, meanReturn, rate, true));
    }
    percent = " ".repeat(4 - percent.length()) + percent;
    for (boolean full : new boolean[] {true, false}) {
      String text = String.join(separator, parts(now, ended, meanReturn, rate, full));
      int room = width - percent.length() - 1 - text.length() - 3;
      if (room >= BAR_STEP) {
        // In steps, lest the bar change its length with every digit.
        int barWidth = Math.min(WIDEST_BAR, room / BAR_STEP * BAR_STEP);
        return percent + " " + bar(share, barWidth) + " " + text;
      }
    }
    return withoutBar(percent, parts(now, ended, meanReturn, rate, false), width);
  }

  private static String withoutBar(String percent, List<String> parts, int width) {
    String line = percent + " " + String.join(" ", parts);
    while (line.length() > width && parts.size() > 2) {
      parts.remove(parts.size() > 3 ? parts.size() - 2 : 1); // the time left stays to the end
      line = percent + " " + String.join(" ", parts);
    }
    return line.length() <= width ? line : line.substring(0, Math.max(0, width));
  }

  private List<String> parts(
      TrainingProgress now, boolean ended, double meanReturn, ProgressRate rate, boolean full) {
    List<String> parts = new ArrayList<>();
    if (run.totalEnvSteps() > 0) {
      parts.add(done(now.envSteps(), run.totalEnvSteps(), full) + (full ? " env steps" : ""));
      parts.add((full ? "episode " : "ep ") + Numbers.grouped(now.episodes()));
    } else {
      parts.add((full ? "episode " : "ep ") + done(now.episodes(), run.totalEpisodes(), full));
      parts.add(
          full ? Numbers.grouped(now.envSteps()) + " env steps" : count(now.envSteps()) + " steps");
    }
    parts.add((full ? "return " : "ret ") + Numbers.fixed(meanReturn, 1));
    parts.add((full ? "epsilon " : "eps ") + Numbers.fixed(now.epsilon(), full ? 3 : 2));
    long speed = Math.round(rate.envStepsPerSecond());
    parts.add(Numbers.grouped(speed) + (full ? " env steps/s" : "/s"));
    boolean over = ended || isWhole(now);
    parts.add(
        over
            ? duration(Math.round(rate.elapsedSeconds())) + (full ? " taken" : "")
            : timeLeft(now, rate) + " left");
    return parts;
  }

  private static String done(long count, long total, boolean full) {
    return full
        ? Numbers.grouped(count) + "/" + Numbers.grouped(total)
        : count(count) + "/" + Numbers.compact((double) total);
  }

  /** Short; with one decimal, which is always there so that the line keeps its length. */
  private static String count(long count) {
    if (count < 1000) {
      return Long.toString(count);
    }
    long truncated = count < 1_000_000 ? count / 100 * 100 : count / 10_000 * 10_000;
    return count < 1_000_000
        ? Numbers.fixed(truncated / 1e3, 1) + "k"
        : Numbers.fixed(truncated / 1e6, 2) + "M";
  }

  /** Whether all that was wanted is done. */
  boolean isWhole(TrainingProgress now) {
    return share(now) >= 1;
  }

  private double share(TrainingProgress now) {
    double done = run.totalEnvSteps() > 0 ? now.envSteps() : now.episodes();
    double total = run.totalEnvSteps() > 0 ? run.totalEnvSteps() : run.totalEpisodes();
    return total > 0 ? Math.min(1, done / total) : 0;
  }

  private String timeLeft(TrainingProgress now, ProgressRate rate) {
    boolean inEnvSteps = run.totalEnvSteps() > 0;
    double speed = inEnvSteps ? rate.envStepsPerSecond() : rate.episodesPerSecond();
    long left =
        inEnvSteps ? run.totalEnvSteps() - now.envSteps() : run.totalEpisodes() - now.episodes();
    return speed > 0 ? duration((long) Math.ceil(left / speed)) : "-:--";
  }

  /** Such as 0:09, 12:34 or 3:04:05. */
  static String duration(long seconds) {
    long hours = seconds / 3600;
    long minutes = seconds / 60 % 60;
    String tail = twoDigits(seconds % 60);
    return hours > 0 ? hours + ":" + twoDigits(minutes) + ":" + tail : minutes + ":" + tail;
  }

  private static String twoDigits(long value) {
    return value < 10 ? "0" + value : Long.toString(value);
  }

  private String bar(double share, int width) {
    if (!unicode) {
      int full = (int) (share * width);
      return "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
    }
    int eighths = (int) (share * width * 8);
    StringBuilder bar = new StringBuilder("▕").append("█".repeat(eighths / 8));
    if (eighths % 8 > 0) {
      bar.append(EIGHTHS.charAt(eighths % 8));
    }
    int blank = width + 1 - bar.length();
    return bar.append(" ".repeat(blank)).append("▏").toString();
  }
}
