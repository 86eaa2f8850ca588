package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.EvaluationFinished;
import dev.gymbridge.run.EvaluationsCsv;
import dev.gymbridge.run.JsonFile;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.RunDirectoryException;
import dev.gymbridge.run.Summary;
import dev.gymbridge.testkit.Events;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final DqnConfig CONFIG = DqnConfig.preset("default");
  private static final int FIRST_COLOUR = 0x1D4ED8;
  private static final int SECOND_COLOUR = 0xEA580C;

  @TempDir private Path directory;
  private final List<RunDirectory> runs = new ArrayList<>();

  @Test
  void groupsRunsThatDifferInTheirSeedsAlone() {
    run("CartPole-v1", CONFIG, 3, 100);
    run("CartPole-v1", CONFIG, 1, 300);
    run("CartPole-v1", CONFIG.with("n_step", 5), 1, 50);
    run("Acrobot-v1", CONFIG, 1, -80);

    JsonObject json = Comparison.of(runs).toJson();

    assertThat(json.keySet()).containsExactly("Acrobot-v1", "CartPole-v1");
    JsonObject first = json.getAsJsonArray("CartPole-v1").get(0).getAsJsonObject();
    assertThat(first.get("label").getAsString()).isEqualTo("default, n_step=3");
    assertThat(first.getAsJsonArray("runs")).hasSize(2);
    assertThat(first.getAsJsonArray("runs").get(0).getAsJsonObject().get("seed").getAsLong())
        .isEqualTo(1);
    assertThat(first.getAsJsonObject("final").get("interquartile_mean").getAsDouble())
        .isEqualTo(200);
    JsonObject second = json.getAsJsonArray("CartPole-v1").get(1).getAsJsonObject();
    assertThat(second.get("label").getAsString()).isEqualTo("default, n_step=5");
    JsonObject alone = json.getAsJsonArray("Acrobot-v1").get(0).getAsJsonObject();
    assertThat(alone.get("label").getAsString()).isEqualTo("default");
  }

  @Test
  void saysTheScoresOfEachGroup() {
    run("CartPole-v1", CONFIG, 1, 300);

    assertThat(Comparison.of(runs).lines())
        .containsExactly(
            "CartPole-v1",
            "  default",
            "    final interquartile mean 300.0, 95% interval 300.0 to 300.0;"
                + " median 300.0, min 300.0, max 300.0; runs 1",
            "    best  interquartile mean 301.0, 95% interval 301.0 to 301.0;"
                + " median 301.0, min 301.0, max 301.0; runs 1");
  }

  @Test
  void countsARunThatEndedEarlyWithWhatItHadReached() {
    RunGroup group =
        new RunGroup(
            "x",
            List.of(
                ComparedRun.read(run("CartPole-v1", CONFIG, 1, 100)),
                ComparedRun.read(run("CartPole-v1", CONFIG, 2, 500))));

    RunGroup.Curve curve = group.curve();

    assertThat(curve.envSteps()[0]).isEqualTo(1000);
    assertThat(curve.envSteps()[199]).isEqualTo(2000);
    assertThat(curve.median()[0]).isEqualTo((101 + 501) / 2.0);
    assertThat(curve.median()[199]).isEqualTo((100 + 500) / 2.0);
    assertThat(curve.low()[199]).isEqualTo(200);
    assertThat(curve.high()[199]).isEqualTo(400);
  }

  @Test
  void drawsAChartAnEnvironmentAndWritesAPageThatStandsAlone() throws IOException {
    run("CartPole-v1", CONFIG, 1, 300);
    run("CartPole-v1", CONFIG.with("n_step", 5), 1, 50);
    run("<b>", CONFIG, 1, -80);

    ComparisonPage.write(Comparison.of(runs), directory.resolve("out"));

    BufferedImage image = ImageIO.read(directory.resolve("out/comparison.png").toFile());
    assertThat(image.getHeight()).isEqualTo(2 * 1080);
    assertThat(pixels(image, FIRST_COLOUR)).isGreaterThan(2000);
    assertThat(pixels(image, SECOND_COLOUR)).isGreaterThan(1000);
    assertThat(Files.readString(directory.resolve("out/comparison.html")))
        .contains("class=\"group g0\"", "class=\"band g1\"", "n_step=5 (runs: 1)</span>")
        .contains("<h2>&lt;b&gt;</h2>", "<td>300.0</td>")
        .doesNotContain("http:", "https:", "<script", "{{");
  }

  @Test
  void refusesARunThatHasNotEnded() throws IOException {
    RunDirectory unfinished = run("CartPole-v1", CONFIG, 1, 300);
    Files.delete(unfinished.summary());

    assertThatThrownBy(() -> Comparison.of(runs))
        .isInstanceOf(RunDirectoryException.class)
        .hasMessageContaining("has not ended: summary.json is missing; go on with it by train");
  }

  /** A run whose evaluations are one above the score, and at the end the score. */
  private RunDirectory run(String environment, DqnConfig config, long seed, double score) {
    RunDirectory run = RunDirectory.createAt(directory.resolve("run" + runs.size()));
    JsonObject json = new JsonObject();
    json.addProperty("environment", environment);
    json.add("environment_arguments", new JsonObject());
    json.addProperty("seed", seed);
    json.addProperty("preset", "default");
    json.add("config", config.toJson());
    JsonFile.write(run.config(), json);
    try (EvaluationsCsv csv = new EvaluationsCsv(run.evaluations())) {
      csv.onStarted(Events.started(0));
      csv.onEvaluation(evaluation(1000, score + 1, true));
      csv.onEvaluation(evaluation(2000, score, false));
    }
    Summary summary = new Summary(run);
    summary.onStarted(Events.started(0));
    summary.onEnded(Events.ended(2000));
    summary.finalEvaluation(evaluation(2000, score, false).evaluation());
    summary.write();
    runs.add(run);
    return run;
  }

  private static EvaluationFinished evaluation(long envSteps, double score, boolean best) {
    return new EvaluationFinished(
        envSteps, envSteps, new Evaluation(List.of(score), List.of(10)), best, 0.25);
  }

  private static long pixels(BufferedImage image, int colour) {
    long count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == colour ? 1 : 0;
      }
    }
    return count;
  }
}
