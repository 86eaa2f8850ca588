package dev.gymbridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a preset reached in an environment, over seeds, as {@code src/docs/results.csv} has it.
 *
 * @param environment its id, such as {@code CartPole-v1}
 * @param preset the name of the preset
 * @param envSteps of each training
 * @param means mean return of a policy by seed, the policies {@code final} and {@code best}
 */
record ReportedResults(
    String environment, String preset, long envSteps, Map<String, TreeMap<Long, Double>> means) {

  /** Those of the table, in its order. */
  static List<ReportedResults> read(Path table) throws IOException {
    Map<List<String>, ReportedResults> all = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(table);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      all.computeIfAbsent(
              List.of(cells).subList(0, 3),
              key ->
                  new ReportedResults(
                      cells[0].replace("native:", ""),
                      cells[1],
                      Long.parseLong(cells[2]),
                      new LinkedHashMap<>()))
          .means
          .computeIfAbsent(cells[4], policy -> new TreeMap<>())
          .put(Long.parseLong(cells[3]), Double.parseDouble(cells[6]));
    }
    return new ArrayList<>(all.values());
  }

  /** Such as {@code min 499.6, mean 499.9, max 500.0}. */
  String spread(String policy) {
    var summary =
        means.get(policy).values().stream().mapToDouble(Double::doubleValue).summaryStatistics();
    if (summary.getCount() == 1) {
      return rounded(summary.getMax());
    }
    return String.format(
        Locale.ROOT,
        "min %.1f, mean %.1f, max %.1f",
        summary.getMin(),
        summary.getAverage(),
        summary.getMax());
  }

  /** Such as {@code seeds 1 to 6}. */
  String seeds() {
    TreeMap<Long, Double> bySeed = means.get("final");
    long first = bySeed.firstKey();
    long last = bySeed.lastKey();
    return bySeed.size() == 1
        ? "seed " + first
        : last - first + 1 == bySeed.size()
            ? "seeds %d to %d".formatted(first, last)
            : bySeed.keySet().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "seeds ", ""));
  }

  /** What the preset says of itself. */
  String reaches() {
    return "%s on %s in %,d env steps, final policy (%s)"
        .formatted(spread("final"), environment, envSteps, seeds());
  }

  /** How the table of results shows every seed. */
  String table() {
    TreeMap<Long, Double> bySeed = means.get("final");
    return row("seed", bySeed.keySet(), String::valueOf)
        + "|---".repeat(bySeed.size() + 1)
        + "|\n"
        + row("final policy", bySeed.values(), ReportedResults::rounded)
        + row("best policy", means.get("best").values(), ReportedResults::rounded);
  }

  private static String rounded(double mean) {
    return String.format(Locale.ROOT, "%.1f", mean);
  }

  private static <T> String row(
      String name, Iterable<? extends T> values, Function<T, String> text) {
    StringBuilder row = new StringBuilder("| ").append(name);
    values.forEach(value -> row.append(" | ").append(text.apply(value)));
    return row.append(" |\n").toString();
  }
}
