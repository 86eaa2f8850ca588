package dev.gymbridge.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keyword arguments between JSON and the values that an environment is made with. */
public final class JsonArguments {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private JsonArguments() {}

  /**
   * Keyword arguments.
   *
   * @return null, Boolean, Long (BigInteger where that is too short), Double, String, List and Map
   */
  public static Map<String, Object> toJava(JsonObject json) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    json.asMap().forEach((key, value) -> put(arguments, key, toJava(value)));
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
      return toJava(element.getAsJsonObject());
    }
    JsonPrimitive primitive = element.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    return primitive.isString() ? primitive.getAsString() : number(primitive.getAsString());
  }

  /** A number without point or exponent is a whole one, as in Python. */
  private static Object number(String text) {
    if (!text.matches("-?\\d+")) {
      return Double.valueOf(text);
    }
    BigInteger whole = new BigInteger(text);
    boolean fits = whole.compareTo(LEAST) >= 0 && whole.compareTo(MOST) <= 0;
    return fits ? (Object) whole.longValueExact() : whole;
  }

  /** The inverse of {@link #toJava(JsonObject)}. */
  public static JsonObject toJson(Map<String, Object> arguments) {
    JsonObject json = new JsonObject();
    arguments.forEach((key, value) -> json.add(key, toElement(value)));
    return json;
  }

  private static JsonElement toElement(@Nullable Object value) {
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(item -> array.add(toElement(item)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, item) -> object.add(String.valueOf(key), toElement(item)));
      return object;
    }
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    if (value instanceof Number number) {
      return new JsonPrimitive(number);
    }
    return value == null ? JsonNull.INSTANCE : new JsonPrimitive(value.toString());
  }

  static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  /** The texts of a key; none where it is missing, as in a run of an older version. */
  static List<String> texts(JsonObject json, String key) {
    return json.has(key)
        ? json.getAsJsonArray(key).asList().stream().map(JsonElement::getAsString).toList()
        : List.of();
  }

  static @Nullable String textOrNull(JsonObject json, String key) {
    JsonElement element = json.get(key);
    return element == null || element.isJsonNull() ? null : element.getAsString();
  }
}
