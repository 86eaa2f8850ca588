package dev.gymbridge.dqn;

import com.google.gson.JsonObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All configuration keys, found on the parts of {@link DqnConfig}, in their order. */
final class ConfigKeys {
  private static final List<Part> PARTS =
      Arrays.stream(DqnConfig.class.getRecordComponents()).map(Part::new).toList();

  /** A record of keys. */
  private static final class Part {
    final RecordComponent component;
    final Class<?> type;
    final List<ConfigKey> keys;

    Part(RecordComponent component) {
      this.component = component;
      type = component.getType();
      keys = Arrays.stream(type.getRecordComponents()).map(ConfigKey::new).toList();
    }

    Record of(DqnConfig config) throws ReflectiveOperationException {
      return (Record) component.getAccessor().invoke(config);
    }

    Object read(JsonObject json) throws ReflectiveOperationException {
      List<Object> values = new ArrayList<>();
      keys.forEach(key -> values.add(key.read(json.get(key.name()))));
      return construct(type, values);
    }
  }

  private ConfigKeys() {}

  static List<ConfigKey> all() {
    return PARTS.stream().flatMap(part -> part.keys.stream()).toList();
  }

  static JsonObject write(DqnConfig config) {
    JsonObject json = new JsonObject();
    try {
      for (Part part : PARTS) {
        Record record = part.of(config);
        part.keys.forEach(key -> json.add(key.name(), key.write(record)));
      }
      return json;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record component can always be read", e);
    }
  }

  /**
   * The configuration of an object that holds every key.
   *
   * @throws IllegalArgumentException if a value is not allowed
   */
  static DqnConfig read(JsonObject json) {
    try {
      List<Object> parts = new ArrayList<>();
      for (Part part : PARTS) {
        parts.add(part.read(json));
      }
      return (DqnConfig) construct(DqnConfig.class, parts);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record can always be constructed", e);
    }
  }

  private static Object construct(Class<?> type, List<Object> values)
      throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Constructor<?> canonical = type.getDeclaredConstructor(types);
    return canonical.newInstance(values.toArray());
  }

  /**
   * Passes the parts of a configuration, in their order, if each value is allowed.
   *
   * @throws IllegalArgumentException if one is not
   */
  static void check(Record... parts) {
    for (int i = 0; i < parts.length; i++) {
      Record part = parts[i];
      PARTS.get(i).keys.forEach(key -> key.check(part));
    }
  }
}
