package dev.gymbridge.dqn;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A configuration key, as the {@link Key} on a record component says it. */
public final class ConfigKey {
  static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .setStrictness(Strictness.STRICT)
          .registerTypeAdapter(Span.class, new TextAdapter<>(Span::parse).nullSafe())
          .registerTypeAdapter(
              EvaluationEnvs.class, new TextAdapter<>(EvaluationEnvs::parse).nullSafe())
          .create();

  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, long.class, Integer.class, Long.class);

  private final RecordComponent component;
  private final Key key;
  private final boolean nullable;

  ConfigKey(RecordComponent component) {
    this.component = component;
    key = component.getAnnotation(Key.class);
    nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** In snake case, as it stands in JSON and after {@code --set}. */
  public String name() {
    return snakeCase(component.getName());
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** What it decides, as a phrase. */
  public String documentation() {
    return key.value();
  }

  /** Whether a run that goes on may have another value than before. */
  public boolean isChangeable() {
    return key.changeable();
  }

  /** What it may be, such as {@code a whole number of at least 1}. */
  public String allowed() {
    return allowedValue() + (nullable ? ", or null" : "");
  }

  private String allowedValue() {
    Class<?> type = component.getType();
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == Span.class) {
      return "a count and a unit, such as \"256 env_steps\"";
    }
    if (type == EvaluationEnvs.class) {
      return "\"auto\", \"shared\" or a number of at least 1";
    }
    if (type == List.class) {
      return "a list of whole numbers" + range() + ", such as [128, 128]";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> "\"" + textOf(constant) + "\"")
          .collect(Collectors.joining(", "))
          .replaceFirst(", (?=[^,]*$)", " or ");
    }
    return (type == double.class || type == Double.class ? "a number" : "a whole number") + range();
  }

  private String range() {
    if (key.above() != Double.NEGATIVE_INFINITY) {
      return key.atMost() == Double.POSITIVE_INFINITY
          ? " above " + plain(key.above())
          : " in (%s, %s]".formatted(plain(key.above()), plain(key.atMost()));
    }
    if (key.atMost() != Double.POSITIVE_INFINITY) {
      return " in [%s, %s]".formatted(plain(key.atLeast()), plain(key.atMost()));
    }
    return key.atLeast() == Double.NEGATIVE_INFINITY ? "" : " of at least " + plain(key.atLeast());
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  /**
   * Reads a value of the right type; whether it is allowed is asked of {@link #check}.
   *
   * @throws IllegalArgumentException if it is not
   */
  @Nullable Object read(@Nullable JsonElement json) {
    try {
      requireExact(component.getType(), json);
      Object value =
          component.getType().isEnum()
              ? constant(json)
              : GSON.fromJson(json, component.getGenericType());
      if (value != null || nullable) {
        return value;
      }
    } catch (JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | ArithmeticException e) {
      throw refused(String.valueOf(json), e);
    }
    throw refused("null", null);
  }

  /** Gson takes 2.5 for the whole number 2, and any text but true for false. */
  private static void requireExact(Class<?> type, @Nullable JsonElement json) {
    if (type == List.class && json instanceof JsonArray elements) {
      elements.forEach(element -> requireExact(int.class, element));
    } else if (json instanceof JsonPrimitive value) {
      if (type == boolean.class && !value.isBoolean()) {
        throw new IllegalArgumentException("neither true nor false");
      }
      if (WHOLE.contains(type)) {
        value.getAsBigDecimal().toBigIntegerExact();
      }
    }
  }

  private @Nullable Object constant(@Nullable JsonElement json) {
    if (json == null || json.isJsonNull()) {
      return null;
    }
    String text = json.getAsString();
    return Arrays.stream(component.getType().getEnumConstants())
        .filter(constant -> textOf(constant).equals(text))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  private static String textOf(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }

  /** The value of this key in the part of a configuration that has it, as JSON. */
  JsonElement write(Record part) {
    Object value = valueIn(part);
    return GSON.toJsonTree(value instanceof Enum<?> ? textOf(value) : value);
  }

  /**
   * Passes a part of a configuration whose value of this key is allowed.
   *
   * @throws IllegalArgumentException if it is not
   */
  void check(Record part) {
    Object value = valueIn(part);
    List<?> numbers =
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    for (Object element : numbers) {
      if (element instanceof Number number && !isInRange(number.doubleValue())) {
        throw refused(GSON.toJson(value), null);
      }
    }
  }

  private boolean isInRange(double number) {
    return number >= key.atLeast() && number <= key.atMost() && number > key.above();
  }

  private @Nullable Object valueIn(Record part) {
    try {
      return component.getAccessor().invoke(part);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record component can always be read", e);
    }
  }

  private IllegalArgumentException refused(String got, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "%s must be %s, got %s".formatted(name(), allowed(), got), cause);
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
