package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gymbridge.run.EvaluationsCsv;
import dev.gymbridge.run.ProgressCsv;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.testkit.Events;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurveTest {
  private static final int MEAN_BLUE = 0x1D4ED8;
  private static final int WANTED_GREY = 0x808080;
  private static final int EVALUATION_ORANGE = 0xEA580C;

  private final RunDirectory run;

  LearningCurveTest(@TempDir Path directory) {
    run = RunDirectory.createAt(directory);
  }

  @Test
  void drawsTheMeanAndTheEvaluations() throws IOException {
    BufferedImage image = draw(300, true);

    assertThat(image.getWidth()).isEqualTo(1920);
    assertThat(image.getHeight()).isEqualTo(1080);
    assertThat(pixels(image, MEAN_BLUE)).isGreaterThan(2000);
    assertThat(pixels(image, EVALUATION_ORANGE)).isGreaterThan(100);
  }

  @Test
  void drawsWhatIsWantedAsALine() throws IOException {
    long without = pixels(draw(300, true), WANTED_GREY);
    Files.writeString(run.config(), "{\"trained_on\": {\"reward_threshold\": 200}}");
    LearningCurve.write(run, "CartPole-v1 · cartpole");
    BufferedImage image = ImageIO.read(run.learningCurve().toFile());
    assertThat(pixels(image, WANTED_GREY)).isGreaterThan(without + 300);
  }

  @Test
  void drawsOneEpisodeWithoutEvaluations() throws IOException {
    BufferedImage image = draw(1, false);

    assertThat(pixels(image, MEAN_BLUE)).isGreaterThan(50);
    assertThat(pixels(image, EVALUATION_ORANGE)).isZero();
  }

  @Test
  void drawsARunWithoutEpisodes() throws IOException {
    assertThat(draw(0, false).getWidth()).isEqualTo(1920);
  }

  @Test
  void needsNoTemporaryDirectory(@TempDir Path directory) throws IOException {
    Path cache = Files.createDirectory(directory.resolve("cache"));
    ImageIO.setCacheDirectory(cache.toFile());
    Files.delete(cache);
    try {
      draw(3, false);
    } finally {
      ImageIO.setCacheDirectory(null);
    }
  }

  @Test
  void showsAsManyPointsAsAPictureCan() {
    ProgressSeries series = new ProgressSeries();
    for (int i = 0; i < 100_000; i++) {
      series.add(10.0 * (i + 1), i);
    }

    assertThat(series.returns().x()).hasSize(2000).isSorted();
    ProgressSeries.Points means = series.means();
    assertThat(means.x()).hasSize(2000).isSorted();
    assertThat(means.x()[1999]).isEqualTo(1_000_000);
    assertThat(means.y()[1999]).isEqualTo(99_949.5); // of 99,900 to 99,999
  }

  @Test
  void takesTheMeanOfWhatThereIsAtTheStart() {
    ProgressSeries series = new ProgressSeries();
    series.add(10, 1);
    series.add(20, 2);
    series.add(30, Double.NaN);

    assertThat(series.means().y()).containsExactly(1, 1.5);
    assertThat(series.returns().y()).containsExactly(1, 2);
  }

  private BufferedImage draw(int episodes, boolean evaluations) throws IOException {
    try (ProgressCsv progress = new ProgressCsv(run.progress());
        EvaluationsCsv table = new EvaluationsCsv(run.evaluations())) {
      progress.onStarted(Events.started(0));
      table.onStarted(Events.started(0));
      for (int i = 1; i <= episodes; i++) {
        progress.onEpisode(Events.episode(i));
      }
      if (evaluations) {
        table.onEvaluation(Events.evaluation(1000, 50, true));
        table.onEvaluation(Events.evaluation(2000, 250, true));
      }
    }
    LearningCurve.write(run, "CartPole-v1 · cartpole");
    return ImageIO.read(run.learningCurve().toFile());
  }

  private static long pixels(BufferedImage image, int rgb) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return java.util.Arrays.stream(pixels).filter(pixel -> (pixel & 0xFFFFFF) == rgb).count();
  }
}
