package dev.gymbridge.env.space;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value of {@link Dict}.
 *
 * @param values one for each key of the dict, in the key order of the space
 */
public record DictValue(Map<String, Value> values) implements Value {
  public DictValue {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
