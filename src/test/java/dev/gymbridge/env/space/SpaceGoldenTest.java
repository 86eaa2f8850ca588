package dev.gymbridge.env.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The spaces against the real Gymnasium 1.4.0: {@code golden/spaces/generate.py} wrote down what it
 * makes of random nested spaces.
 */
final class SpaceGoldenTest {
  static List<JsonObject> cases() {
    try (InputStream file =
            Objects.requireNonNull(
                SpaceGoldenTest.class.getResourceAsStream("/golden/spaces/spaces.jsonl"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Space space(JsonObject golden) {
    return SpaceReader.space(golden.getAsJsonObject("space"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void batchIsGymnasiumsBatchSpace(JsonObject golden) {
    assertThat(space(golden).batch(2))
        .isEqualTo(SpaceReader.space(golden.getAsJsonObject("batch")));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void flattenIsGymnasiumsFlatten(JsonObject golden) {
    Space space = space(golden);
    if (golden.get("flat_size").isJsonNull()) {
      assertThatThrownBy(space::flatSize).isInstanceOf(UnsupportedOperationException.class);
      return;
    }
    assertThat(space.flatSize()).isEqualTo(golden.get("flat_size").getAsInt());
    for (JsonElement sample : golden.getAsJsonArray("samples")) {
      Value value = SpaceReader.value(space, sample.getAsJsonObject().get("value"));
      float[] target = new float[space.flatSize()];

      space.flatten(value, target, 0);

      assertThat(target)
          .isEqualTo(SpaceReader.floats(sample.getAsJsonObject().getAsJsonArray("flat")));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void containsIsGymnasiumsContains(JsonObject golden) {
    Space space = space(golden);

    assertThat(golden.getAsJsonArray("samples"))
        .allMatch(
            sample ->
                space.contains(SpaceReader.value(space, sample.getAsJsonObject().get("value"))));
    assertThat(golden.getAsJsonArray("verdicts"))
        .allSatisfy(
            verdict ->
                assertThat(
                        space.contains(
                            SpaceReader.value(space, verdict.getAsJsonObject().get("value"))))
                    .isEqualTo(verdict.getAsJsonObject().get("contained").getAsBoolean()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void toStringIsGymnasiumsRepr(JsonObject golden) {
    if (!golden.get("repr").isJsonNull()) {
      assertThat(space(golden)).hasToString(golden.get("repr").getAsString());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void toJsonSaysAllOfTheSpace(JsonObject golden) {
    Space space = space(golden);

    assertThat(SpaceReader.space(JsonParser.parseString(space.toJson()).getAsJsonObject()))
        .isEqualTo(space);
  }
}
