package dev.gymbridge.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;

/**
 * Values of {@code key=value} options: strict JSON, or else the text itself. {@code True} and
 * {@code False}, as Python writes them, are what they say.
 */
final class JsonValues {
  private JsonValues() {}

  /** {@code 0.5} is a number, {@code [1, 2]} a list, {@code 256 env_steps} and {@code 01} texts. */
  static JsonElement parse(String text) {
    if (text.equals("True") || text.equals("False")) {
      return new JsonPrimitive(text.equals("True"));
    }
    try {
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      if (reader.peek() == JsonToken.END_DOCUMENT) {
        return new JsonPrimitive(text);
      }
      JsonElement element = JsonParser.parseReader(reader);
      return reader.peek() == JsonToken.END_DOCUMENT ? element : new JsonPrimitive(text);
    } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
      return new JsonPrimitive(text);
    }
  }

  /** One object of the values of options. */
  static JsonObject object(Map<String, String> options) {
    JsonObject json = new JsonObject();
    options.forEach((key, value) -> json.add(key, parse(value)));
    return json;
  }
}
