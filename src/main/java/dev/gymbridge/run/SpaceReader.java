package dev.gymbridge.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.MultiBinary;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the spaces that DQN learns from, as {@link Space#toJson} writes them. */
final class SpaceReader {
  private SpaceReader() {}

  /**
   * The space.
   *
   * @throws RunDirectoryException if it is of a kind whose values differ in size
   */
  static Space read(JsonObject json) {
    String type = json.get("type").getAsString();
    return switch (type) {
      case "Box" -> box(json);
      case "Discrete" ->
          new Discrete(json.get("n").getAsLong(), json.get("start").getAsLong(), dtype(json));
      case "MultiDiscrete" ->
          new MultiDiscrete(longs(json, "nvec"), longs(json, "start"), dtype(json));
      case "MultiBinary" -> new MultiBinary(Arrays.stream(shape(json)).boxed().toList());
      case "Tuple" -> {
        List<Space> parts = new ArrayList<>();
        json.getAsJsonArray("spaces").forEach(part -> parts.add(read(part.getAsJsonObject())));
        yield new Tuple(parts);
      }
      case "Dict" -> {
        Map<String, Space> parts = new LinkedHashMap<>();
        json.getAsJsonObject("spaces")
            .entrySet()
            .forEach(part -> parts.put(part.getKey(), read(part.getValue().getAsJsonObject())));
        yield new Dict(parts);
      }
      default -> throw new RunDirectoryException("no agent observes a space of type " + type);
    };
  }

  private static DType dtype(JsonObject json) {
    return DType.valueOf(json.get("dtype").getAsString().toUpperCase(Locale.ROOT));
  }

  private static int[] shape(JsonObject json) {
    return json.getAsJsonArray("shape").asList().stream().mapToInt(JsonElement::getAsInt).toArray();
  }

  private static Box box(JsonObject json) {
    return new Box(bound(json, "low"), bound(json, "high"));
  }

  /** One number stands for all of a bound. */
  private static NdArray bound(JsonObject json, String name) {
    int[] shape = shape(json);
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    JsonElement all = json.get(name);
    double[] numbers = new double[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = number(all instanceof JsonArray each ? each.get(i) : all);
    }
    return NdArray.of(numbers, shape).asType(dtype(json));
  }

  private static double number(JsonElement json) {
    String text = json.getAsString();
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "true" -> 1;
      case "false" -> 0;
      default -> Double.parseDouble(text);
    };
  }

  private static NdArray longs(JsonObject json, String name) {
    long[] numbers =
        json.getAsJsonArray(name).asList().stream().mapToLong(JsonElement::getAsLong).toArray();
    return NdArray.of(numbers, shape(json));
  }
}
