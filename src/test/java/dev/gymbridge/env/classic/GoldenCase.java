package dev.gymbridge.env.classic;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import dev.gymbridge.env.EnvironmentOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One environment of trajectories.json.gz, which generate_trajectories.py beside it wrote. */
record GoldenCase(
    String seed,
    String script,
    @SerializedName("sutton_barto_reward") boolean suttonBartoReward,
    @SerializedName("max_episode_steps") @Nullable Integer maxEpisodeSteps,
    @Nullable Map<String, Object> options,
    List<Episode> episodes) {

  /** One episode; the texts are hexadecimal bits. */
  record Episode(
      String state,
      String actions,
      int length,
      @SerializedName("last_reward") double lastReward,
      @SerializedName("return") double episodeReturn,
      boolean terminated,
      boolean truncated,
      long crc,
      Map<Integer, String> observations) {

    /** The four numbers of the first state, float64. */
    double[] firstState() {
      double[] numbers = new double[4];
      for (int i = 0; i < 4; i++) {
        numbers[i] =
            Double.longBitsToDouble(
                Long.parseUnsignedLong(state.substring(16 * i, 16 * (i + 1)), 16));
      }
      return numbers;
    }

    /** The action of each step. */
    int[] actionOfEachStep() {
      BigInteger bits = new BigInteger(actions, 16);
      int[] each = new int[length];
      for (int i = 0; i < length; i++) {
        each[i] = bits.testBit(length - 1 - i) ? 1 : 0;
      }
      return each;
    }

    /** The observation after a step, or null where it was not kept. */
    float @Nullable [] observation(int step) {
      String hex = observations.get(step);
      if (hex == null) {
        return null;
      }
      float[] numbers = new float[4];
      for (int i = 0; i < 4; i++) {
        numbers[i] =
            Float.intBitsToFloat(Integer.parseUnsignedInt(hex.substring(8 * i, 8 * (i + 1)), 16));
      }
      return numbers;
    }
  }

  private record File(List<GoldenCase> cases) {}

  static List<GoldenCase> all() {
    try (InputStream compressed =
            Objects.requireNonNull(
                GoldenCase.class.getResourceAsStream("/golden/cartpole/trajectories.json.gz"));
        Reader reader =
            new InputStreamReader(new GZIPInputStream(compressed), StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, File.class).cases();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long unsignedSeed() {
    return Long.parseUnsignedLong(seed);
  }

  EnvironmentOptions environmentOptions() {
    EnvironmentOptions made =
        EnvironmentOptions.of("CartPole-v1")
            .withArguments(Map.of("sutton_barto_reward", suttonBartoReward));
    return maxEpisodeSteps == null ? made : made.withMaxEpisodeSteps(maxEpisodeSteps);
  }

  @Override
  public String toString() {
    return "seed %s, %s".formatted(seed, script);
  }
}
