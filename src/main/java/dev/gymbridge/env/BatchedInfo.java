package dev.gymbridge.env;

import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.NdArray;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The info of N environments as Gymnasium batches it: beside each key stands {@code _key}, a bool
 * array [N] that tells which environments have it.
 *
 * <p>Booleans, integers, floats and arrays become an array [N, ...] with zeros for the environments
 * that lack the key, maps are batched in turn, and all else becomes a list with nulls.
 */
public final class BatchedInfo {
  private BatchedInfo() {}

  /**
   * Batches infos.
   *
   * @param infos [N], an empty one for an environment that says nothing
   */
  public static Map<String, Object> of(List<Map<String, Object>> infos) {
    Set<String> keys = new LinkedHashSet<>();
    infos.forEach(info -> keys.addAll(info.keySet()));
    Map<String, Object> batch = new LinkedHashMap<>();
    for (String key : keys) {
      ByteBuffer present = ByteBuffer.allocate(infos.size());
      List<@Nullable Object> values = new ArrayList<>();
      for (Map<String, Object> info : infos) {
        present.put((byte) (info.containsKey(key) ? 1 : 0));
        values.add(info.get(key));
      }
      batch.put(key, batch(values));
      batch.put("_" + key, NdArray.wrap(DType.BOOL, present.flip(), infos.size()));
    }
    return batch;
  }

  private static Object batch(List<@Nullable Object> values) {
    if (all(values, Map.class)) {
      return of(values.stream().map(BatchedInfo::asMap).toList());
    }
    if (all(values, Boolean.class)) {
      ByteBuffer bytes = ByteBuffer.allocate(values.size());
      values.forEach(value -> bytes.put((byte) (Boolean.TRUE.equals(value) ? 1 : 0)));
      return NdArray.wrap(DType.BOOL, bytes.flip(), values.size());
    }
    if (all(values, Long.class)) {
      return NdArray.of(
          values.stream().mapToLong(value -> value instanceof Long x ? x : 0).toArray(),
          values.size());
    }
    if (all(values, Double.class)) {
      return NdArray.of(
          values.stream().mapToDouble(value -> value instanceof Double x ? x : 0).toArray(),
          values.size());
    }
    if (all(values, NdArray.class)) {
      return arrays(values);
    }
    return Collections.unmodifiableList(values);
  }

  /** Whether all that are there, and at least one is, are of a type. */
  private static boolean all(List<@Nullable Object> values, Class<?> type) {
    return values.stream().allMatch(value -> value == null || type.isInstance(value))
        && values.stream().anyMatch(type::isInstance);
  }

  private static Object arrays(List<@Nullable Object> values) {
    NdArray first =
        values.stream()
            .filter(NdArray.class::isInstance)
            .map(NdArray.class::cast)
            .findFirst()
            .orElseThrow();
    NdArray zeros =
        NdArray.wrap(
            first.dtype(),
            ByteBuffer.allocate(first.size() * first.dtype().bytes()),
            first.shape());
    try {
      return Batching.stack(
          values.stream().map(value -> value instanceof NdArray array ? array : zeros).toList());
    } catch (IllegalArgumentException differing) {
      return Collections.unmodifiableList(values);
    }
  }

  @SuppressWarnings("unchecked") // the maps of an info have strings for keys
  private static Map<String, Object> asMap(@Nullable Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }
}
