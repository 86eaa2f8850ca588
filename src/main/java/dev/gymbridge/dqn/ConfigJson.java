package dev.gymbridge.dqn;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between {@link DqnConfig} and JSON; refuses what it does not know. */
final class ConfigJson {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .serializeNulls()
          .setStrictness(Strictness.STRICT)
          .registerTypeAdapter(Span.class, new TextAdapter<>(Span::parse).nullSafe())
          .registerTypeAdapter(
              EvaluationEnvs.class, new TextAdapter<>(EvaluationEnvs::parse).nullSafe())
          .registerTypeAdapter(NanPolicy.class, new TextAdapter<>(NanPolicy::parse).nullSafe())
          .create();

  private ConfigJson() {}

  static JsonObject write(DqnConfig config) {
    return GSON.toJsonTree(config).getAsJsonObject();
  }

  static JsonElement toElement(@Nullable Object value) {
    return GSON.toJsonTree(value);
  }

  static DqnConfig read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          "no configuration file " + file + "; give an existing JSON file", e);
    } catch (MalformedInputException e) {
      throw new ConfigException(file + " is not UTF-8 text; give a JSON file", e);
    } catch (IOException e) {
      throw new ConfigException("cannot read the configuration file " + file + ": " + e, e);
    }
    JsonObject json = parse(text, file.toString());
    return overlay(Presets.load(Presets.DEFAULT), json, file.toString());
  }

  /** Parses one JSON object; the error names the line. */
  static JsonObject parse(String text, String source) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement element = JsonParser.parseReader(reader);
      if (!element.isJsonObject()) {
        throw new ConfigException(
            source + " must hold one JSON object, such as {\"batch_size\": 32}, got " + element);
      }
      return element.getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      String firstLine = reason == null ? "" : reason.lines().findFirst().orElse("");
      throw new ConfigException(source + " is not JSON: " + firstLine, e);
    }
  }

  /** The base with the keys of {@code change} replaced. */
  static DqnConfig overlay(DqnConfig base, JsonObject change, String source) {
    JsonObject merged = write(base);
    for (Map.Entry<String, JsonElement> entry : change.entrySet()) {
      if (!merged.has(entry.getKey())) {
        throw new ConfigException(
            "%s has an unknown key \"%s\"%s"
                .formatted(source, entry.getKey(), Suggestion.of(entry.getKey(), merged.keySet())));
      }
      merged.add(entry.getKey(), entry.getValue());
    }
    // Naming one way to end a run replaces the other.
    replaceOther(change, merged, "total_env_steps", "total_episodes");
    replaceOther(change, merged, "total_episodes", "total_env_steps");
    for (String key : change.keySet()) {
      checkType(merged, key, source);
    }
    return complete(merged, source);
  }

  private static void replaceOther(
      JsonObject change, JsonObject merged, String named, String other) {
    if (change.has(named) && !change.get(named).isJsonNull() && !change.has(other)) {
      merged.add(other, com.google.gson.JsonNull.INSTANCE);
    }
  }

  /** Finds which key is of the wrong type, which Gson alone says only by the Java type. */
  private static void checkType(JsonObject merged, String key, String source) {
    for (RecordComponent component : DqnConfig.class.getRecordComponents()) {
      if (!keyOf(component).equals(key)) {
        continue;
      }
      JsonElement value = merged.get(key);
      try {
        Object read = GSON.fromJson(value, component.getGenericType());
        if (read == null && isNeeded(component)) {
          throw new JsonParseException("null");
        }
      } catch (JsonParseException | IllegalArgumentException e) {
        String reason = e instanceof JsonParseException ? "" : ": " + e.getMessage();
        throw new ConfigException(
            "%s: %s must be %s, got %s%s"
                .formatted(source, key, describe(component.getType()), value, reason),
            e);
      }
    }
  }

  private static boolean isNeeded(RecordComponent component) {
    return component.getType().isPrimitive()
        || !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static String keyOf(RecordComponent component) {
    try {
      return FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES.translateName(
          DqnConfig.class.getDeclaredField(component.getName()));
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a record component always has its field", e);
    }
  }

  private static String describe(Class<?> type) {
    if (type == int.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == Span.class) {
      return "a count and a unit, such as \"256 env_steps\"";
    }
    if (type == EvaluationEnvs.class) {
      return "\"auto\", \"shared\" or a number of at least 1";
    }
    if (type == NanPolicy.class) {
      return "\"fail\" or \"skip\"";
    }
    return "a list of whole numbers, such as [128, 128]";
  }

  static DqnConfig complete(JsonObject json, String source) {
    try {
      return GSON.fromJson(json, DqnConfig.class);
    } catch (IllegalArgumentException | JsonParseException e) {
      throw new ConfigException(source + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // Gson wraps what a record's constructor throws.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigException(source + ": " + cause.getMessage(), e);
    }
  }

  /** A value that is written as its text. */
  private static final class TextAdapter<T> extends TypeAdapter<T> {
    private final Function<String, T> parse;

    TextAdapter(Function<String, T> parse) {
      this.parse = parse;
    }

    @Override
    public void write(JsonWriter out, T value) throws IOException {
      out.value(value.toString());
    }

    @Override
    public T read(JsonReader in) throws IOException {
      return parse.apply(in.nextString());
    }
  }
}
