package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.run.EvaluationsCsv;
import dev.gymbridge.run.JsonFile;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.Summary;
import dev.gymbridge.testkit.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  private final RunDirectory run;

  HtmlReportTest(@TempDir Path directory) {
    run = RunDirectory.createAt(directory);
  }

  @Test
  void holdsNumbersPicturesTablesAndVersions() throws IOException {
    JsonObject config =
        JsonParser.parseString("{\"preset\": \"cartpole\", \"network\": {\"hidden\": [256, 256]}}")
            .getAsJsonObject();
    JsonObject versions = new JsonObject();
    versions.addProperty("tensorflow", "2.20.0");
    config.add("versions", versions);
    JsonFile.write(run.config(), config);
    try (EvaluationsCsv csv = new EvaluationsCsv(run.evaluations())) {
      csv.onStarted(Events.started(0));
      csv.onEvaluation(Events.evaluation(1000, 50, true));
      csv.onEvaluation(Events.evaluation(2000, 40, false));
    }
    Summary summary = new Summary(run);
    summary.onStarted(Events.started(0));
    summary.onEnded(Events.ended(1234));
    summary.finalEvaluation(Events.evaluation(12_340, 41, false).evaluation());
    summary.write();
    Files.write(run.episodeGif(), new byte[] {4, 5, 6});

    String page = page("CartPole-v1 · cartpole");

    assertThat(page)
        .contains("<h1>CartPole-v1 · cartpole</h1>")
        .contains("<b>41.0</b><span>final evaluation, mean of 2 episodes</span>")
        .contains("<b>50.0</b><span>best evaluation, mean of 2 episodes</span>")
        .contains("<b>12,340</b><span>env steps</span>")
        .contains(
            "data:image/gif;base64," + Base64.getEncoder().encodeToString(new byte[] {4, 5, 6}))
        .contains("<tr class=\"best\" title=\"the best\"><td>1,000</td><td>2</td>")
        .contains("<tr><th>network.<wbr>hidden</th><td>[256,<wbr>256]</td></tr>")
        .contains("<tr><th>tensorflow</th><td>2.20.0</td></tr>");
  }

  @Test
  void loadsNothing() throws IOException {
    assertThat(page("x"))
        .doesNotContain("http:", "https:", "src=\"/", "<script", "<link", "@import");
  }

  @Test
  void leavesOutWhatIsMissing() throws IOException {
    assertThat(page("x"))
        .contains("<h1>x</h1>")
        .doesNotContain("<section>", "{{", "class=\"numbers\"");
  }

  @Test
  void escapesWhatItIsGiven() throws IOException {
    JsonObject config = new JsonObject();
    config.addProperty("env", "<script>alert('&')</script>");
    JsonFile.write(run.config(), config);

    assertThat(page("<b>\"bold\"</b>"))
        .contains("<title>&lt;b&gt;&quot;bold&quot;&lt;/b&gt;</title>")
        .contains("&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/<wbr>script&gt;")
        .doesNotContain("<script");
  }

  @Test
  void showsEvenlySpreadEvaluationsAndTheBestOfVeryMany() throws IOException {
    try (EvaluationsCsv csv = new EvaluationsCsv(run.evaluations())) {
      csv.onStarted(Events.started(0));
      for (int i = 1; i <= 1000; i++) {
        csv.onEvaluation(Events.evaluation(i * 1000L, i == 500 ? 99 : 1, i == 500));
      }
    }

    String page = page("x");
    assertThat(page.split("<tr", -1)).hasSizeBetween(61, 70);
    assertThat(page)
        .contains("<td>1,000</td>", "<td>1,000,000</td>")
        .contains("<tr class=\"best\" title=\"the best\"><td>500,000</td>");
  }

  private String page(String title) throws IOException {
    HtmlReport.write(run, title, "");
    return Files.readString(run.report());
  }
}
