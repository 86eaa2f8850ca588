package dev.gymbridge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gymbridge.bench.NetworkCost;
import dev.gymbridge.bench.Spread;
import dev.gymbridge.bench.StepCost;
import dev.gymbridge.dqn.DqnConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results of bench: Markdown tables, which a terminal shows as well as a page does. */
final class BenchTables {
  private static final String NOTHING = "";

  private BenchTables() {}

  /** Costs of steps; {@code costs} are of one N, the first is what the others are compared to. */
  static String stepText(List<StepCost> costs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "N",
            "way",
            "p50 us",
            "p99 us",
            "env steps/s",
            "times the first",
            "bridge",
            "its p99",
            "client",
            "wire",
            "server",
            "environment"));
    for (StepCost cost : costs) {
      rows.add(
          List.of(
              Integer.toString(cost.numEnvs()),
              cost.way(),
              number(cost.p50().median()),
              number(cost.p99()),
              String.format(Locale.ROOT, "%,.0f", cost.envStepsPerSecond()),
              rows.size() == 1 ? NOTHING : ratio(cost.timesThatOf(costs.get(0))),
              cost.split().map(split -> number(split.bridge())).orElse(NOTHING),
              cost.split().map(split -> number(split.bridgeP99())).orElse(NOTHING),
              cost.split().map(split -> number(split.client())).orElse(NOTHING),
              cost.split().map(split -> number(split.wire())).orElse(NOTHING),
              cost.split().map(split -> number(split.server())).orElse(NOTHING),
              cost.split().map(split -> number(split.environment())).orElse(NOTHING)));
    }
    return table(rows, 2);
  }

  static JsonArray stepJson(List<StepCost> costs) {
    JsonArray rows = new JsonArray();
    for (StepCost cost : costs) {
      JsonObject row = new JsonObject();
      row.addProperty("num_envs", cost.numEnvs());
      row.addProperty("way", cost.way());
      row.addProperty("steps", cost.steps());
      addSpread(row, "p50_us", cost.p50());
      row.addProperty("p99_us", cost.p99());
      row.addProperty("env_steps_per_second", cost.envStepsPerSecond());
      addSpread(row, "times_the_first", cost.timesThatOf(costs.get(0)));
      cost.split()
          .ifPresent(
              split -> {
                row.addProperty("bridge_us", split.bridge());
                row.addProperty("bridge_p99_us", split.bridgeP99());
                row.addProperty("client_us", split.client());
                row.addProperty("wire_us", split.wire());
                row.addProperty("server_us", split.server());
                row.addProperty("environment_us", split.environment());
              });
      rows.add(row);
    }
    return rows;
  }

  /** Costs of frames; the first is what the others are compared to. */
  static String frameText(List<StepCost> costs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("way", "p50 us", "p99 us", "times the first"));
    for (StepCost cost : costs) {
      rows.add(
          List.of(
              cost.way(),
              number(cost.p50().median()),
              number(cost.p99()),
              rows.size() == 1 ? NOTHING : ratio(cost.timesThatOf(costs.get(0)))));
    }
    return table(rows, 1);
  }

  static JsonArray frameJson(List<StepCost> costs) {
    JsonArray rows = new JsonArray();
    for (StepCost cost : costs) {
      JsonObject row = new JsonObject();
      row.addProperty("way", cost.way());
      row.addProperty("frames", cost.steps());
      addSpread(row, "p50_us", cost.p50());
      row.addProperty("p99_us", cost.p99());
      addSpread(row, "times_the_first", cost.timesThatOf(costs.get(0)));
      rows.add(row);
    }
    return rows;
  }

  /** Costs of the network of one preset. */
  static String networkText(String preset, List<NetworkCost> costs) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("preset", "operation", "p50 us", "over the rounds", "p99 us"));
    for (NetworkCost cost : costs) {
      rows.add(
          List.of(
              preset,
              cost.operation(),
              number(cost.p50().median()),
              number(cost.p50().low()) + " - " + number(cost.p50().high()),
              number(cost.p99())));
    }
    return table(rows, 2);
  }

  static JsonObject networkJson(String preset, DqnConfig config, List<NetworkCost> costs) {
    JsonObject json = new JsonObject();
    json.addProperty("preset", preset);
    JsonArray hiddenSizes = new JsonArray();
    config.network().hiddenSizes().forEach(hiddenSizes::add);
    json.add("hidden_sizes", hiddenSizes);
    json.addProperty("batch_size", config.learning().batchSize());
    json.addProperty("gradient_steps", config.learning().gradientSteps());
    json.addProperty("double_dqn", config.update().doubleDqn());
    json.addProperty("munchausen", config.update().munchausen());
    json.addProperty("layer_norm", config.network().layerNorm());
    json.addProperty("max_gradient_norm", config.update().maxGradientNorm());
    JsonArray rows = new JsonArray();
    for (NetworkCost cost : costs) {
      JsonObject row = new JsonObject();
      row.addProperty("operation", cost.operation());
      row.addProperty("calls", cost.calls());
      addSpread(row, "p50_us", cost.p50());
      row.addProperty("p99_us", cost.p99());
      rows.add(row);
    }
    json.add("operations", rows);
    return json;
  }

  private static void addSpread(JsonObject row, String name, Spread spread) {
    row.addProperty(name, spread.median());
    row.addProperty(name + "_low", spread.low());
    row.addProperty(name + "_high", spread.high());
  }

  private static String ratio(Spread spread) {
    return "%s (%s - %s)"
        .formatted(number(spread.median()), number(spread.low()), number(spread.high()));
  }

  /** Three digits that say something: 0.123, 1.23, 12.3, 123, 1,234. */
  static String number(double value) {
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** The first {@code texts} columns lean left, numbers lean right. */
  private static String table(List<List<String>> rows, int texts) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < columns; i++) {
        String cell = rows.get(r).get(i);
        String padding = " ".repeat(widths[i] - cell.length());
        text.append("| ").append(i < texts ? cell + padding : padding + cell).append(' ');
      }
      text.append("|\n");
      if (r == 0) {
        for (int i = 0; i < columns; i++) {
          text.append('|')
              .append(
                  i < texts ? ":" + "-".repeat(widths[i] + 1) : "-".repeat(widths[i] + 1) + ":");
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }
}
