package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.SyncVectorEnvironment;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Value;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both vectors of this JVM against Gymnasium 1.4.0's SyncVectorEnv, to the bit, as {@link
 * CartPoleGoldenTest} explains; vectors.json was written by generate_vectors.py beside it.
 */
final class VectorGoldenTest {
  private static final int NUM_ENVS = 5;

  private record Step(
      String actions,
      String rewards,
      String terminated,
      String truncated,
      @SerializedName("final") @Nullable String finalObservation) {}

  private record Case(
      AutoresetMode mode, List<Long> seeds, String first, List<Step> steps, long crc) {
    @Override
    public String toString() {
      return mode + ", seeds " + seeds;
    }
  }

  private record File(int limit, List<Case> cases) {}

  private static final File GOLDEN = read();

  private static File read() {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(
                VectorGoldenTest.class.getResourceAsStream("/golden/cartpole/vectors.json")),
            StandardCharsets.UTF_8)) {
      return new Gson().fromJson(reader, File.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Arguments> cases() {
    return GOLDEN.cases().stream()
        .flatMap(golden -> Stream.of(Arguments.of(golden, true), Arguments.of(golden, false)));
  }

  @ParameterizedTest(name = "{0}, flat arrays {1}")
  @MethodSource("cases")
  void stepsAsSyncVectorEnv(Case golden, boolean flatArrays) {
    EnvironmentOptions options =
        EnvironmentOptions.of("CartPole-v1").withMaxEpisodeSteps(GOLDEN.limit());
    try (NativeEnvironments source = new NativeEnvironments();
        VectorEnvironment vector =
            flatArrays
                ? source.makeVector(options, NUM_ENVS, golden.mode())
                : SyncVectorEnvironment.of(() -> source.make(options), NUM_ENVS, golden.mode())) {
      List<OptionalLong> seeds = golden.seeds().stream().map(OptionalLong::of).toList();
      Value first = vector.reset(new VectorResetOptions(seeds, null, List.of())).observation();
      assertThat(hex(first)).isEqualTo(golden.first());
      CRC32 checksum = new CRC32();
      for (Step step : golden.steps()) {
        step(vector, step, checksum);
      }
      assertThat(checksum.getValue()).as("CRC-32 of all observations").isEqualTo(golden.crc());
    }
  }

  private static void step(VectorEnvironment vector, Step step, CRC32 checksum) {
    VectorStepResult result =
        vector.step(step.actions().chars().map(action -> action - '0').toArray());
    assertThat(flags(i -> result.rewards()[i] == 1)).isEqualTo(step.rewards());
    assertThat(flags(i -> result.terminated()[i])).isEqualTo(step.terminated());
    assertThat(flags(i -> result.truncated()[i])).isEqualTo(step.truncated());
    Value last = result.finalObservation();
    assertThat(last == null ? null : hex(last)).isEqualTo(step.finalObservation());
    checksum.update(((NdArray) result.observation()).bytes());
    List<Boolean> ended =
        new ArrayList<>(IntStream.range(0, NUM_ENVS).mapToObj(result::ended).toList());
    if (vector.autoresetMode() == AutoresetMode.DISABLED && ended.contains(true)) {
      Value observation = vector.reset(VectorResetOptions.masked(ended)).observation();
      checksum.update(((NdArray) observation).bytes());
    }
  }

  private static String flags(java.util.function.IntPredicate flag) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < NUM_ENVS; i++) {
      text.append(flag.test(i) ? '1' : '0');
    }
    return text.toString();
  }

  private static String hex(Value observations) {
    StringBuilder text = new StringBuilder();
    ByteBuffer bytes = ((NdArray) observations).bytes();
    while (bytes.hasRemaining()) {
      text.append("%08x".formatted(bytes.getInt()));
    }
    return text.toString();
  }
}
