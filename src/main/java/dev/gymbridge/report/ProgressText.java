package dev.gymbridge.report;

import dev.gymbridge.dqn.TrainingProgress;
import dev.gymbridge.dqn.TrainingStarted;
import java.util.ArrayList;
import java.util.List;

/**
 * The line that says how far a run is, in as many words as the width allows: short labels come
 * before a narrow bar, a narrow bar before a wide one.
 */
final class ProgressText {
  private static final int WIDEST_BAR = 30;
  private static final int NARROWEST_BAR = 6;
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
   * @param meanReturn of the last episodes; NaN before the first
   * @param width in characters; without a limit there is no bar
   */
  String render(TrainingProgress now, double meanReturn, ProgressRate rate, int width) {
    double share = share(now);
    String percent = "%3s%%".formatted((int) Math.floor(share * 100));
    boolean plain = width == Integer.MAX_VALUE;
    for (Labels labels : plain ? List.of(Labels.LONG) : List.of(Labels.values())) {
      String text = String.join(separator(labels), parts(now, meanReturn, rate, labels));
      int room = width - percent.length() - 1 - text.length() - 3;
      if (plain) {
        return percent.strip() + separator(labels) + text;
      }
      if (room >= NARROWEST_BAR) {
        return percent + " " + bar(share, Math.min(room, WIDEST_BAR)) + " " + text;
      }
    }
    String text = String.join(" ", parts(now, meanReturn, rate, Labels.SHORT));
    String line = percent + " " + text;
    return line.length() <= width ? line : line.substring(0, Math.max(0, width));
  }

  private enum Labels {
    LONG,
    MIDDLE,
    SHORT
  }

  private String separator(Labels labels) {
    if (labels == Labels.SHORT) {
      return " ";
    }
    return unicode ? " · " : " | ";
  }

  private List<String> parts(
      TrainingProgress now, double meanReturn, ProgressRate rate, Labels labels) {
    boolean full = labels == Labels.LONG;
    List<String> parts = new ArrayList<>();
    if (run.totalEnvSteps() > 0) {
      parts.add(done(now.envSteps(), run.totalEnvSteps(), full) + (full ? " env steps" : ""));
      parts.add((full ? "episode " : "ep ") + Numbers.grouped(now.episodes()));
    } else {
      parts.add("ep " + done(now.episodes(), run.totalEpisodes(), full));
      parts.add(Numbers.grouped(now.envSteps()) + (full ? " env steps" : " st"));
    }
    parts.add((full ? "return " : "ret ") + Numbers.fixed(meanReturn, 1));
    parts.add((full ? "epsilon " : "eps ") + Numbers.fixed(now.epsilon(), full ? 3 : 2));
    double speed = rate.envStepsPerSecond();
    parts.add(Numbers.grouped(Math.round(speed)) + (full ? " env steps/s" : "/s"));
    parts.add(time(now, rate) + (labels == Labels.SHORT ? "" : finished(now) ? "" : " left"));
    return parts;
  }

  private static String done(long count, long total, boolean full) {
    return full
        ? Numbers.grouped(count) + "/" + Numbers.grouped(total)
        : Numbers.compact((double) (count < 1000 ? count : count / 100 * 100))
            + "/"
            + Numbers.compact((double) total);
  }

  private double share(TrainingProgress now) {
    double share =
        run.totalEnvSteps() > 0
            ? (double) now.envSteps() / run.totalEnvSteps()
            : run.totalEpisodes() > 0 ? (double) now.episodes() / run.totalEpisodes() : 0;
    return Math.min(1, share);
  }

  private boolean finished(TrainingProgress now) {
    return share(now) >= 1;
  }

  private String time(TrainingProgress now, ProgressRate rate) {
    if (finished(now)) {
      return duration(Math.round(rate.elapsedSeconds()));
    }
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
      int full = (int) Math.round(share * width);
      return "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
    }
    int eighths = (int) Math.round(share * width * 8);
    StringBuilder bar = new StringBuilder("▕").append("█".repeat(eighths / 8));
    if (eighths % 8 > 0) {
      bar.append(EIGHTHS.charAt(eighths % 8));
    }
    int blank = width + 1 - bar.length();
    return bar.append(" ".repeat(blank)).append("▏").toString();
  }
}
