package dev.gymbridge.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a search may try: for some keys of a configuration a list of values each, as JSON such as
 * {@code {"n_step": [1, 3, 5]}}. The usual one is the resource {@code search-space.json} beside
 * this class.
 */
public final class SearchSpace {
  private static final String USUAL = "search-space.json";

  private final Map<String, JsonElement> choices;

  /**
   * A space.
   *
   * @param choices keys and the values to choose from
   * @throws IllegalArgumentException if a key has no list of values
   */
  public SearchSpace(JsonObject choices) {
    this.choices = choices.deepCopy().asMap();
    this.choices.forEach(
        (key, values) -> {
          if (!values.isJsonArray() || values.getAsJsonArray().isEmpty()) {
            throw new IllegalArgumentException(
                "the search space must have a list of values for %s, such as [1, 3], got %s"
                    .formatted(key, values));
          }
        });
  }

  /** The space that suits observations of numbers in a row. */
  public static SearchSpace usual() {
    try (InputStream in = SearchSpace.class.getResourceAsStream(USUAL)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + USUAL);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new SearchSpace(JsonParser.parseString(text).getAsJsonObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with one value for each of some keys, whether or not it had others for them. */
  public SearchSpace with(JsonObject settings) {
    JsonObject all = new JsonObject();
    choices.forEach(all::add);
    settings
        .asMap()
        .forEach(
            (key, value) -> {
              JsonArray only = new JsonArray();
              only.add(value);
              all.add(key, only);
            });
    return new SearchSpace(all);
  }

  /** What trial {@code number} of a search changes; the same for the same seed. */
  JsonObject sample(long seed, int number) {
    SplittableRandom random = new SplittableRandom(seed);
    JsonObject sample = new JsonObject();
    for (int i = 0; i <= number; i++) {
      SplittableRandom own = random.split();
      if (i == number) {
        choices.forEach(
            (key, values) -> {
              JsonArray array = values.getAsJsonArray();
              sample.add(key, array.get(own.nextInt(array.size())));
            });
      }
    }
    return sample;
  }
}
