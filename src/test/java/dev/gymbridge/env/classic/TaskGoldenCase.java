package dev.gymbridge.env.classic;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import dev.gymbridge.env.EnvironmentOptions;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One environment of acrobot or mountain-car, which generate_tasks.py beside them wrote. */
record TaskGoldenCase(
    long seed,
    String script,
    Map<String, Object> arguments,
    @SerializedName("max_episode_steps") @Nullable Integer maxEpisodeSteps,
    @Nullable Map<String, Object> options,
    List<Episode> episodes) {

  /** One episode; observations are hexadecimal bits of float32. */
  record Episode(
      String first,
      String actions,
      @SerializedName("return") double episodeReturn,
      boolean terminated,
      boolean truncated,
      long crc,
      Map<Integer, String> observations) {}

  private record File(List<TaskGoldenCase> cases) {}

  static List<TaskGoldenCase> of(String folder) {
    String resource = "/golden/%s/trajectories.json.gz".formatted(folder);
    try (Reader reader =
        new InputStreamReader(
            new GZIPInputStream(
                Objects.requireNonNull(TaskGoldenCase.class.getResourceAsStream(resource))),
            StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, File.class).cases();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static float[] floats(String hex) {
    float[] numbers = new float[hex.length() / 8];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          Float.intBitsToFloat(Integer.parseUnsignedInt(hex.substring(8 * i, 8 * (i + 1)), 16));
    }
    return numbers;
  }

  EnvironmentOptions environmentOptions(String id) {
    EnvironmentOptions made = EnvironmentOptions.of(id).withArguments(arguments);
    return maxEpisodeSteps == null ? made : made.withMaxEpisodeSteps(maxEpisodeSteps);
  }

  @Override
  public String toString() {
    return "seed %d, %s".formatted(seed, script);
  }
}
