package dev.gymbridge.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON objects that people may have changed, or that were cut: what is wrong is said in words.
 *
 * @apiNote For the rooms of gymbridge.
 */
public final class JsonText {
  private static final Pattern PLACE = Pattern.compile("line (\\d+) column (\\d+)");

  private JsonText() {}

  /**
   * Reads a text that is one JSON object.
   *
   * @param strictness lenient where numbers may be NaN
   * @throws IllegalArgumentException if it is not; the message says why, and names the line
   */
  public static JsonObject object(String text, Strictness strictness) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("it is empty");
    }
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(strictness);
    JsonElement json;
    try {
      json = JsonParser.parseReader(reader);
      if (json.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
        return json.getAsJsonObject();
      }
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new IllegalArgumentException(reason(text, e), e);
    }
    throw new IllegalArgumentException(
        json.isJsonObject() ? "more follows after its end" : "it holds no JSON object");
  }

  private static String reason(String text, Exception e) {
    String message = String.valueOf(e.getMessage());
    if (e.getCause() instanceof EOFException || message.contains("Unterminated string")) {
      return "it breaks off in line " + text.lines().count();
    }
    Matcher place = PLACE.matcher(message);
    return place.find()
        ? "it is wrong in line %s, column %s".formatted(place.group(1), place.group(2))
        : "it holds no JSON object";
  }
}
