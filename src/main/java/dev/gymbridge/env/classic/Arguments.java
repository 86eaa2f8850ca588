package dev.gymbridge.env.classic;

import dev.gymbridge.env.EnvironmentException;
import java.util.Map;

/** The keyword arguments of a native environment; what it does not know is refused. */
record Arguments(String id, Map<String, Object> given) {
  static Arguments of(String id, Map<String, Object> given) {
    return new Arguments(id, given);
  }

  /**
   * The one argument that the environment has, true or false; false if it is not given.
   *
   * @throws EnvironmentException if there is another argument, or this is of another type
   */
  boolean flag(String name) {
    requireNoneBut(name, "true or false");
    Object value = given.getOrDefault(name, false);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false", value);
  }

  /**
   * The one argument that the environment has, a finite number; 0 if it is not given.
   *
   * @throws EnvironmentException if there is another argument, or this is of another type
   */
  double number(String name) {
    requireNoneBut(name, "a finite number");
    Object value = given.getOrDefault(name, 0);
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw wrong(name, "a finite number", value);
  }

  /**
   * Refuses any argument.
   *
   * @throws EnvironmentException if there is one
   */
  void requireNone() {
    for (String name : given.keySet()) {
      throw new EnvironmentException(
          "%s has no argument \"%s\"; it takes none".formatted(id, name));
    }
  }

  private void requireNoneBut(String allowed, String kind) {
    for (String name : given.keySet()) {
      if (!name.equals(allowed)) {
        throw new EnvironmentException(
            "%s has no argument \"%s\"; allowed is %s (%s)".formatted(id, name, allowed, kind));
      }
    }
  }

  private EnvironmentException wrong(String name, String kind, Object value) {
    return new EnvironmentException(
        "argument %s of %s must be %s, got %s".formatted(name, id, kind, value));
  }
}
