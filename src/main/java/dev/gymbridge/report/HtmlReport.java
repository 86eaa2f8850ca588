package dev.gymbridge.report;

import com.google.gson.JsonObject;
import dev.gymbridge.run.AtomicFile;
import dev.gymbridge.run.EvaluationRow;
import dev.gymbridge.run.JsonFile;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes {@code report.html}: what a run came to, on one page that loads nothing from elsewhere.
 *
 * <p>It is made from the files of the run directory: {@code config.json} and {@code summary.json},
 * {@code progress.csv}, {@code evaluations.csv} and {@code episode.gif}; a part whose file is
 * missing is left out.
 */
public final class HtmlReport {
  private static final DateTimeFormatter BEGUN =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH);

  /** What is not said of a run: nothing that was given. */
  private static final Set<String> NOTHING = Set.of("null", "{}", "[]");

  private HtmlReport() {}

  /**
   * Writes the page, whole or not at all.
   *
   * @throws RunDirectoryException if it cannot be written, or a file of the run cannot be read
   */
  public static void write(RunDirectory run) {
    Recipe recipe = Recipe.read(run);
    write(
        run,
        recipe.title(),
        HtmlParts.verdict(Verdict.of(run), "gymbridge " + RepeatCommand.of(recipe)));
  }

  static void write(RunDirectory run, String title, String first) {
    JsonObject summary = readIfThere(run.summary());
    JsonObject config = readIfThere(run.config());
    StringBuilder body = new StringBuilder();
    body.append(first);
    body.append(HtmlParts.headline(summary));
    List<EvaluationRow> evaluations = EvaluationRow.read(run.evaluations());
    body.append(RunCharts.html(run, evaluations));
    body.append(episode(run.episodeGif()));
    body.append(tables(config));
    body.append(HtmlParts.evaluations(evaluations));
    AtomicFile.write(
        run.report(),
        page(title, run.name() + begun(run), body.toString()).getBytes(StandardCharsets.UTF_8));
  }

  /** The configuration beside what it was run on. */
  private static String tables(JsonObject all) {
    JsonObject versions = taken(all, "versions");
    JsonObject config = taken(all, "config");
    taken(all, "trained_on").entrySet().stream()
        .filter(entry -> !all.has(entry.getKey()))
        .forEach(entry -> all.add(entry.getKey(), entry.getValue()));
    all.entrySet().removeIf(entry -> NOTHING.contains(entry.getValue().toString()));
    String left = HtmlParts.table("Configuration", config);
    String right = HtmlParts.table("Run", all) + HtmlParts.table("Versions", versions);
    return left.isEmpty() && right.isEmpty()
        ? ""
        : "<div class=\"columns\">\n%s<div>\n%s</div>\n</div>\n".formatted(left, right);
  }

  private static JsonObject taken(JsonObject from, String member) {
    return from.remove(member) instanceof JsonObject part ? part : new JsonObject();
  }

  /** A page that loads nothing from elsewhere; its body is HTML, the rest is text. */
  static String page(String title, String subtitle, String body) {
    return template()
        .replace("{{title}}", HtmlParts.escape(title))
        .replace("{{subtitle}}", HtmlParts.escape(subtitle))
        .replace("{{body}}", body);
  }

  /** When the run was begun, or gone on with: as old as its configuration. */
  private static String begun(RunDirectory run) {
    try {
      return Files.exists(run.config())
          ? " · "
              + BEGUN.format(
                  Files.getLastModifiedTime(run.config())
                      .toInstant()
                      .atZone(ZoneId.systemDefault()))
          : "";
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(run.config(), e);
    }
  }

  private static JsonObject readIfThere(Path path) {
    return Files.exists(path) ? JsonFile.read(path) : new JsonObject();
  }

  private static String episode(Path gif) {
    if (!Files.exists(gif)) {
      return "";
    }
    try {
      return """
          <section>
          <h2>An episode</h2>
          <img class="episode" alt="An episode" src="data:image/gif;base64,%s">
          </section>
          """
          .formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(gif)));
    } catch (IOException e) {
      throw RunDirectoryException.cannotRead(gif, e);
    }
  }

  private static String template() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
      if (in == null) {
        throw new IllegalStateException("report.html is missing from the program's resources");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RunDirectoryException("cannot read the template of the report", e);
    }
  }
}
