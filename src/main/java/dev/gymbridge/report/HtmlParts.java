package dev.gymbridge.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.run.EvaluationNumbers;
import dev.gymbridge.run.EvaluationRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of the page that {@link HtmlReport} writes; each is empty when it has nothing. */
final class HtmlParts {
  private static final int MOST_EVALUATIONS = 60;

  private HtmlParts() {}

  /** What the run came to, and how to make it again. */
  static String verdict(String verdict, String command) {
    return "%s<pre>%s</pre>\n"
        .formatted(
            verdict.isEmpty() ? "" : "<p class=\"verdict\">" + escape(verdict) + "</p>\n",
            escape(command));
  }

  /** The numbers of {@code summary.json}, large. */
  static String headline(JsonObject summary) {
    StringBuilder cards = new StringBuilder();
    evaluationCard(cards, summary, "final_evaluation", "final evaluation", true);
    evaluationCard(cards, summary, "best_evaluation", "best evaluation", false);
    countCard(cards, summary, "env_steps", "env steps");
    countCard(cards, summary, "gradient_steps", "gradient steps");
    countCard(cards, summary, "episodes", "episodes");
    if (isNumber(summary, "wall_seconds")) {
      long seconds = Math.round(summary.get("wall_seconds").getAsDouble());
      card(cards, ProgressText.duration(seconds), "wall time", false);
    }
    if (isNumber(summary, "env_steps_per_second")) {
      long speed = Math.round(summary.get("env_steps_per_second").getAsDouble());
      card(cards, Numbers.grouped(speed), "env steps per second", false);
    }
    return cards.isEmpty() ? "" : "<div class=\"numbers\">\n" + cards + "</div>\n";
  }

  private static void evaluationCard(
      StringBuilder cards, JsonObject summary, String key, String label, boolean main) {
    if (summary.has(key) && summary.get(key).isJsonObject()) {
      JsonObject evaluation = summary.getAsJsonObject(key);
      card(
          cards,
          Numbers.fixed(evaluation.get("mean").getAsDouble(), 1),
          "%s, mean of %s episodes".formatted(label, evaluation.get("episodes").getAsInt()),
          main);
    }
  }

  private static void countCard(StringBuilder cards, JsonObject summary, String key, String label) {
    if (isNumber(summary, key)) {
      card(cards, Numbers.grouped(summary.get(key).getAsLong()), label, false);
    }
  }

  private static boolean isNumber(JsonObject summary, String key) {
    return summary.has(key)
        && summary.get(key).isJsonPrimitive()
        && summary.getAsJsonPrimitive(key).isNumber();
  }

  private static void card(StringBuilder cards, String value, String label, boolean main) {
    cards
        .append("<div class=\"number%s\"><b>".formatted(main ? " main" : ""))
        .append(escape(value))
        .append("</b><span>")
        .append(escape(label))
        .append("</span></div>\n");
  }

  /** The evaluations; of very many, evenly spread ones with the first and the last. */
  static String evaluations(List<EvaluationRow> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder();
    table.append("<section>\n<h2>Evaluations</h2>\n<div class=\"table\">");
    table.append("<table class=\"evaluations\">\n<tr>");
    List.of("env steps", "episodes", "mean", "std", "min", "max", "length")
        .forEach(heading -> table.append("<th>").append(heading).append("</th>"));
    table.append("</tr>\n");
    int best = lastBest(rows);
    for (int i : shown(rows.size(), best)) {
      table.append(i == best ? "<tr class=\"best\" title=\"the best\">" : "<tr>");
      cells(rows.get(i)).forEach(cell -> table.append("<td>").append(cell).append("</td>"));
      table.append("</tr>\n");
    }
    return table.append("</table></div>\n</section>\n").toString();
  }

  private static List<String> cells(EvaluationRow row) {
    EvaluationNumbers evaluation = row.evaluation();
    return List.of(
        Numbers.grouped(row.envSteps()),
        Numbers.grouped(evaluation.episodes()),
        Numbers.fixed(evaluation.mean(), 1),
        Numbers.fixed(evaluation.std(), 1),
        Numbers.fixed(evaluation.min(), 1),
        Numbers.fixed(evaluation.max(), 1),
        Numbers.fixed(evaluation.meanLength(), 1));
  }

  private static int lastBest(List<EvaluationRow> rows) {
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (rows.get(i).best()) {
        return i;
      }
    }
    return -1;
  }

  private static List<Integer> shown(int size, int best) {
    List<Integer> shown = new ArrayList<>();
    int n = Math.min(size, MOST_EVALUATIONS);
    for (int i = 0; i < n; i++) {
      shown.add(n == 1 ? 0 : (int) ((long) i * (size - 1) / (n - 1)));
    }
    if (best >= 0 && !shown.contains(best)) {
      shown.add(best);
      shown.sort(null);
    }
    return shown;
  }

  /** An object as a table of two columns, nested keys joined by dots. */
  static String table(String heading, JsonObject json) {
    Map<String, String> rows = new LinkedHashMap<>();
    flatten("", json, rows);
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder();
    table.append("<section>\n<h2>").append(escape(heading)).append("</h2>\n<table>\n");
    rows.forEach(
        (key, value) ->
            table
                .append("<tr><th>")
                .append(breakable(key))
                .append("</th><td>")
                .append(breakable(value))
                .append("</td></tr>\n"));
    return table.append("</table>\n</section>\n").toString();
  }

  private static void flatten(String prefix, JsonObject json, Map<String, String> rows) {
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      String key = prefix + entry.getKey();
      JsonElement value = entry.getValue();
      if (value.isJsonObject() && !value.getAsJsonObject().isEmpty()) {
        flatten(key + ".", value.getAsJsonObject(), rows);
      } else if (value.isJsonPrimitive()) {
        rows.put(key, value.getAsString());
      } else {
        rows.put(key, value.toString());
      }
    }
  }

  /** Text as HTML that may be broken between its parts, not in a number, and so nowhere else. */
  private static String breakable(String text) {
    return escape(text).replaceAll("([_,/]|\\.(?!\\d))(?=\\S)", "$1<wbr>");
  }

  /** Text as HTML, in an element or a quoted attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
