package dev.gymbridge.env.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against numpy-random.json, which generate.py beside it wrote with NumPy 2.4.6. */
final class NumPyRandomTest {
  private static final JsonObject GOLDEN = golden();

  private static JsonObject golden() {
    try (Reader reader =
        new InputStreamReader(
            Objects.requireNonNull(
                NumPyRandomTest.class.getResourceAsStream(
                    "/golden/numpy-random/numpy-random.json")),
            StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Stream<Named<JsonObject>> seeds() {
    return StreamSupport.stream(GOLDEN.getAsJsonArray("seeds").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(entry -> Named.of("seed " + entry.get("seed").getAsString(), entry));
  }

  private static long seed(JsonObject entry) {
    return Long.parseUnsignedLong(entry.get("seed").getAsString());
  }

  private static NumPyRandom random(JsonObject entry) {
    return NumPyRandom.seeded(seed(entry));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theSeedSequenceGeneratesNumPysState(JsonObject entry) {
    assertThat(new SeedSequence(seed(entry)).generateState(5))
        .containsExactly(bits(entry.getAsJsonArray("state")));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theBitsAreNumPys(JsonObject entry) {
    NumPyRandom random = random(entry);
    for (long expected : bits(entry.getAsJsonArray("raw"))) {
      assertThat(random.nextLong()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void doublesAreNumPysToTheBit(JsonObject entry) {
    NumPyRandom random = random(entry);
    for (long expected : bits(entry.getAsJsonArray("random"))) {
      assertThat(Double.doubleToRawLongBits(random.nextDouble())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void uniformIsNumPysToTheBit(JsonObject entry) {
    long[] expected = bits(entry.getAsJsonArray("uniform"));
    NumPyRandom one = random(entry);
    double[] many = new double[8];
    random(entry).uniform(-0.05, 0.05, many, 1, 6);
    for (int i = 0; i < 6; i++) {
      assertThat(Double.doubleToRawLongBits(many[i + 1])).isEqualTo(expected[i]);
      assertThat(one.uniform(-0.05, 0.05)).isEqualTo(many[i + 1]);
    }
    assertThat(many[0]).isZero();
    assertThat(many[7]).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void integersOfEachRangeMixedWithDoublesAreNumPys(JsonObject entry) {
    NumPyRandom random = random(entry);
    JsonArray bounds = GOLDEN.getAsJsonArray("bounds");
    JsonArray mixed = entry.getAsJsonArray("mixed");
    for (int i = 0; i < mixed.size(); i++) {
      JsonArray bound = bounds.get(i / 3).getAsJsonArray();
      JsonArray expected = mixed.get(i).getAsJsonArray();
      assertThat(random.integers(bound.get(0).getAsLong(), bound.get(1).getAsLong()))
          .as("draw %d, of the bounds %s", i, bound)
          .isEqualTo(expected.get(0).getAsLong());
      assertThat(Double.doubleToRawLongBits(random.nextDouble()))
          .isEqualTo(Long.parseUnsignedLong(expected.get(1).getAsString(), 16));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void integersThatAreOftenRejectedAreNumPys(JsonObject entry) {
    NumPyRandom random = random(entry);
    for (JsonElement expected : entry.getAsJsonArray("many")) {
      assertThat(random.integers(0, 3_000_000_000L)).isEqualTo(expected.getAsLong());
    }
  }

  @Test
  void unseededGeneratorsDiffer() {
    Set<Long> first = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      first.add(NumPyRandom.unseeded().nextLong());
    }
    assertThat(first).hasSize(20);
  }

  @Test
  void refusesEmptyRanges() {
    NumPyRandom random = NumPyRandom.seeded(0);
    assertThatThrownBy(() -> random.integers(3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("low must be less than high, got low 3 and high 3");
    assertThatThrownBy(() -> random.uniform(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got low 1.0 and high 0.0");
    assertThatThrownBy(() -> random.uniform(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> random.uniform(-Double.MAX_VALUE, Double.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long[] bits(JsonArray hex) {
    return StreamSupport.stream(hex.spliterator(), false)
        .mapToLong(word -> Long.parseUnsignedLong(word.getAsString(), 16))
        .toArray();
  }
}
