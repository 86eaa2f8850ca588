package dev.gymbridge.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of {@code key=value} options: JSON, or else the text itself. */
final class JsonValues {
  private JsonValues() {}

  /** {@code 0.5} is a number, {@code [1, 2]} a list, {@code 256 env_steps} a string. */
  static JsonElement parse(String text) {
    try {
      JsonElement element = JsonParser.parseString(text);
      boolean unquoted =
          element.isJsonPrimitive()
              && element.getAsJsonPrimitive().isString()
              && !text.startsWith("\"");
      return unquoted ? new JsonPrimitive(text) : element;
    } catch (JsonParseException e) {
      return new JsonPrimitive(text);
    }
  }

  /** Keyword arguments of an environment from {@code --env-arg} options. */
  static Map<String, Object> toArguments(Map<String, String> options) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    options.forEach((key, value) -> put(arguments, key, toJava(parse(value))));
    return arguments;
  }

  // Null is a value like any other here: Python's None.
  @SuppressWarnings("NullAway")
  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  private static @Nullable Object toJava(JsonElement element) {
    if (element.isJsonNull()) {
      return null;
    }
    if (element.isJsonArray()) {
      List<@Nullable Object> list = new ArrayList<>();
      element.getAsJsonArray().forEach(item -> list.add(toJava(item)));
      return list;
    }
    if (element.isJsonObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      element.getAsJsonObject().asMap().forEach((key, item) -> put(map, key, toJava(item)));
      return map;
    }
    JsonPrimitive primitive = element.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    if (primitive.isString()) {
      return primitive.getAsString();
    }
    String number = primitive.getAsString();
    return number.matches("-?\\d{1,18}") ? (Object) Long.valueOf(number) : primitive.getAsDouble();
  }
}
