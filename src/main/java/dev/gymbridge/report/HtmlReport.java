package dev.gymbridge.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code report.html}: one file that shows a run and needs nothing else, no network either.
 *
 * <p>It is made of what stands in the run directory: {@code summary.json}, {@code config.json},
 * {@code evaluations.csv}, {@code learning-curve.png} and {@code episode.gif}; what is missing is
 * left out.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Writes the file, whole or not at all.
   *
   * @throws RunDirectoryException if it cannot be written, or what it is made of cannot be read
   */
  public static void write(RunDirectory run) {
    JsonObject summary = JsonFile.read(run.summary());
    JsonObject config = ConfigJson.read(run.config());
    String page =
        template()
            .replace("{{title}}", escape(config.get("environment").getAsString()))
            .replace("{{subtitle}}", subtitle(config, summary))
            .replace("{{tiles}}", tiles(summary))
            .replace("{{curve}}", picture(run.learningCurve(), "image/png", "Learning curve"))
            .replace("{{episode}}", picture(run.episodeGif(), "image/gif", "Test episodes"))
            .replace("{{evaluations}}", evaluations(run))
            .replace("{{config}}", table(config.getAsJsonObject("config")))
            .replace("{{versions}}", table(config.getAsJsonObject("versions")));
    AtomicFile.write(run.report(), page.getBytes(StandardCharsets.UTF_8));
  }

  private static String template() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks report.html");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String subtitle(JsonObject config, JsonObject summary) {
    return "preset %s, seed %s, %s"
        .formatted(
            escape(config.get("preset").getAsString()),
            config.get("seed").getAsLong(),
            escape(summary.get("reason").getAsString()));
  }

  private static String tiles(JsonObject summary) {
    StringBuilder tiles = new StringBuilder();
    tile(tiles, "final policy, mean return", mean(summary.get("final_evaluation")));
    tile(tiles, "best policy, mean return", mean(summary.get("best_evaluation")));
    tile(tiles, "env steps", Numbers.grouped(summary.get("env_steps").getAsLong()));
    tile(tiles, "episodes", Numbers.grouped(summary.get("episodes").getAsLong()));
    tile(tiles, "gradient steps", Numbers.grouped(summary.get("gradient_steps").getAsLong()));
    tile(
        tiles,
        "env steps per second",
        Numbers.grouped(Math.round(summary.get("env_steps_per_second").getAsDouble())));
    return tiles.toString();
  }

  private static void tile(StringBuilder tiles, String name, String value) {
    tiles.append(
        "<div class=\"tile\"><b>%s</b><span>%s</span></div>%n".formatted(escape(value), name));
  }

  private static String mean(JsonElement evaluation) {
    return evaluation == null || evaluation.isJsonNull()
        ? "-"
        : Numbers.fixed(evaluation.getAsJsonObject().get("mean").getAsDouble(), 1);
  }

  private static String picture(Path file, String type, String title) {
    if (!Files.exists(file)) {
      return "";
    }
    try {
      String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      return "<section><h2>%s</h2><img alt=\"%s\" src=\"data:%s;base64,%s\"></section>"
          .formatted(title, title, type, data);
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(file, e);
    }
  }

  private static String evaluations(RunDirectory run) {
    List<EvaluationRow> rows = EvaluationRow.read(run.evaluations());
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<section><h2>Evaluations</h2><table><tr>");
    for (String name :
        List.of("env steps", "episodes", "mean return", "std", "min", "max", "mean length")) {
      html.append("<th>").append(name).append("</th>");
    }
    html.append("</tr>\n");
    for (EvaluationRow row : rows) {
      EvaluationNumbers evaluation = row.evaluation();
      html.append(row.best() ? "<tr class=\"best\">" : "<tr>");
      for (String cell :
          List.of(
              Numbers.grouped(row.envSteps()),
              Integer.toString(evaluation.episodes()),
              Numbers.fixed(evaluation.mean(), 1),
              Numbers.fixed(evaluation.std(), 1),
              Numbers.fixed(evaluation.min(), 1),
              Numbers.fixed(evaluation.max(), 1),
              Numbers.fixed(evaluation.meanLength(), 1))) {
        html.append("<td>").append(cell).append("</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</table><p>Bold: the best of its time.</p></section>").toString();
  }

  private static String table(JsonObject object) {
    StringBuilder html = new StringBuilder("<table class=\"pairs\">");
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      JsonElement value = entry.getValue();
      String text =
          value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
              ? value.getAsString()
              : value.toString();
      html.append(
          "<tr><th>%s</th><td>%s</td></tr>%n".formatted(escape(entry.getKey()), escape(text)));
    }
    return html.append("</table>").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
