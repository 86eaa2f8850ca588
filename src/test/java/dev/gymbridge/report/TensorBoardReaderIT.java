package dev.gymbridge.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.env.Frame;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.testkit.Events;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is logged is what TensorBoard itself reads: its reader runs in the Python of the server. */
class TensorBoardReaderIT {
  private static final String READER =
      """
      import json, sys
      from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
      from tensorboard.plugins.hparams import plugin_data_pb2
      log = EventAccumulator(sys.argv[1]).Reload()
      start = log.PluginTagToContent("hparams")["_hparams_/session_start_info"]
      hparams = plugin_data_pb2.HParamsPluginData.FromString(start).session_start_info.hparams
      image = log.Images("eval/episode")[0]
      print(json.dumps({
          "scalars": {tag: [[e.step, e.value] for e in log.Scalars(tag)]
                      for tag in log.Tags()["scalars"]},
          "hparams": {key: getattr(value, value.WhichOneof("kind"))
                      for key, value in hparams.items()},
          "image": [image.step, image.width, image.height,
                    image.encoded_image_string[:6].decode()],
      }))
      """;

  @TempDir Path folder;

  @Test
  void readsScalarsHyperparametersAndTheEpisode() throws Exception {
    RunDirectory run = RunDirectory.createAt(folder.resolve("run"));
    JsonObject hyperparameters = new JsonObject();
    hyperparameters.addProperty("discount", 0.99);
    hyperparameters.addProperty("dueling", true);
    hyperparameters.addProperty("loss", "huber");
    try (TensorBoardLog log = new TensorBoardLog(run.path(), Clock.systemUTC())) {
      log.hyperparameters(hyperparameters);
      log.onStarted(Events.started(0));
      log.onEpisode(Events.episode(3));
      log.onEvaluation(Events.evaluation(40, 50, true));
    }
    try (GifWriter gif = new GifWriter(run.episodeGif(), 50, 1)) {
      gif.add(frame(Color.RED));
      gif.add(frame(Color.BLUE));
      gif.publish();
    }
    TensorBoardLog.addEpisode(run, 100);

    JsonObject read = read(run);
    JsonObject scalars = read.getAsJsonObject("scalars");
    assertThat(scalars.get("rollout/ep_rew_mean")).hasToString("[[30,3.5]]");
    assertThat(scalars.get("train/loss")).hasToString("[[30,0.25]]");
    assertThat(scalars.get("eval/mean_reward")).hasToString("[[40,50.0]]");
    assertThat(read.get("hparams"))
        .isEqualTo(JsonParser.parseString("{discount: 0.99, dueling: true, loss: huber}"));
    assertThat(read.get("image")).hasToString("[100,60,40,\"GIF89a\"]");
  }

  private static Frame frame(Color colour) {
    BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 60 * 40; i++) {
      image.setRGB(i % 60, i / 60, colour.getRGB());
    }
    return Frame.of(image);
  }

  private JsonObject read(RunDirectory run) throws Exception {
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    Process python =
        new ProcessBuilder(
                System.getProperty("gymbridge.test.python"), "-c", READER, run.toString())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(python.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(python.exitValue()).as(Files.readString(errors)).isZero();
    return JsonParser.parseString(Files.readString(output)).getAsJsonObject();
  }
}
