package dev.gymbridge.remote.fleet;

import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.NdArray;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Infos that several vectors batched, put together as one vector would have batched them: zeros, or
 * nulls in a list, for the environments that lack a key.
 */
final class InfoRows {
  private final int numEnvs;
  private final List<Part> parts = new ArrayList<>();

  /** The info of environments {@code from} to {@code from + size - 1}. */
  private record Part(int from, int size, Map<String, Object> info) {}

  InfoRows(int numEnvs) {
    this.numEnvs = numEnvs;
  }

  void add(int from, int size, Map<String, Object> info) {
    if (!info.isEmpty()) {
      parts.add(new Part(from, size, info));
    }
  }

  Map<String, Object> batched() {
    if (parts.isEmpty()) {
      return Map.of();
    }
    if (parts.size() == 1 && parts.get(0).size() == numEnvs) {
      return parts.get(0).info();
    }
    Set<String> keys = new LinkedHashSet<>();
    parts.forEach(part -> keys.addAll(part.info().keySet()));
    Map<String, Object> all = new LinkedHashMap<>();
    keys.forEach(key -> all.put(key, column(key)));
    return all;
  }

  private Object column(String key) {
    List<Part> having = parts.stream().filter(part -> part.info().containsKey(key)).toList();
    List<Object> values = having.stream().map(part -> value(part, key)).toList();
    if (values.stream().allMatch(Map.class::isInstance)) {
      InfoRows rows = new InfoRows(numEnvs);
      having.forEach(part -> rows.add(part.from(), part.size(), asMap(value(part, key))));
      return rows.batched();
    }
    NdArray array = values.get(0) instanceof NdArray first ? arrays(first, having, key) : null;
    return array != null ? array : list(having, key);
  }

  private static Object value(Part part, String key) {
    Object value = part.info().get(key);
    return value == null ? List.of() : value;
  }

  /** Of a dtype that loses nothing of any part; null if the rows differ in shape. */
  private @Nullable NdArray arrays(NdArray first, List<Part> having, String key) {
    int[] shape = first.shape();
    int elements = first.size() / Math.max(1, having.get(0).size());
    DType dtype = common(having, key);
    ByteBuffer bytes = ByteBuffer.allocate(numEnvs * elements * dtype.bytes());
    for (Part part : having) {
      if (!(value(part, key) instanceof NdArray array)
          || array.shape().length != shape.length
          || shape.length == 0
          || array.shape()[0] != part.size()
          || !Arrays.equals(array.shape(), 1, shape.length, shape, 1, shape.length)) {
        return null;
      }
      bytes.position(part.from() * elements * dtype.bytes());
      bytes.put(array.asType(dtype).bytes());
    }
    shape[0] = numEnvs;
    return NdArray.wrap(dtype, bytes.rewind(), shape);
  }

  private static DType common(List<Part> having, String key) {
    List<DType> dtypes = new ArrayList<>();
    for (Part part : having) {
      if (value(part, key) instanceof NdArray array) {
        dtypes.add(array.dtype());
      }
    }
    if (dtypes.stream().distinct().count() == 1) {
      return dtypes.get(0);
    }
    return dtypes.stream().anyMatch(DType::isFloat) ? DType.FLOAT64 : DType.INT64;
  }

  private List<@Nullable Object> list(List<Part> having, String key) {
    @Nullable Object[] rows = new @Nullable Object[numEnvs];
    for (Part part : having) {
      Object value = value(part, key);
      for (int i = 0; i < part.size(); i++) {
        rows[part.from() + i] = row(value, part.size(), i);
      }
    }
    return Collections.unmodifiableList(Arrays.asList(rows));
  }

  private static @Nullable Object row(Object value, int size, int i) {
    if (value instanceof NdArray array && array.shape().length > 0 && array.shape()[0] == size) {
      return array.row(i);
    }
    return value instanceof List<?> list && list.size() == size ? list.get(i) : value;
  }

  @SuppressWarnings("unchecked") // the maps of an info have strings for keys
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }
}
