package dev.gymbridge.env.conformance;

import dev.gymbridge.env.space.NdArray;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vector's info against that of single environments. */
final class BatchedInfos {
  private BatchedInfos() {}

  /**
   * Requires each key of an environment's info in the batch, with its mask and, where the batch is
   * an array or a list, its value.
   *
   * @param infos [N]
   */
  static void requireSame(String what, List<Map<String, Object>> infos, Map<String, Object> batch) {
    Set<String> keys = new LinkedHashSet<>();
    infos.forEach(info -> keys.addAll(info.keySet()));
    for (String key : keys) {
      Expect.that(batch.containsKey(key), what + " lacks the key " + key, keys, batch.keySet());
      for (int i = 0; i < infos.size(); i++) {
        boolean present = infos.get(i).containsKey(key);
        String where = "%s, key %s, environment %d".formatted(what, key, i);
        Expect.equal(where + ", mask", present, masked(batch.get("_" + key), i));
        if (present) {
          compare(where, infos.get(i).get(key), batch.get(key), i);
        }
      }
    }
  }

  private static @Nullable Boolean masked(@Nullable Object mask, int i) {
    if (mask instanceof NdArray array && array.shape().length == 1 && i < array.size()) {
      return array.getLong(i) != 0;
    }
    return null;
  }

  /** Numbers are compared as doubles: a batch may have another dtype than its parts. */
  private static void compare(
      String where, @Nullable Object single, @Nullable Object batch, int i) {
    if (batch instanceof List<?> list && i < list.size()) {
      Expect.equal(where, single, list.get(i));
    } else if (batch instanceof NdArray array && array.shape().length > 0) {
      NdArray row = array.row(i);
      if (single instanceof Number number && row.size() == 1) {
        Expect.equal(where, number.doubleValue(), row.getDouble(0));
      } else if (single instanceof Boolean flag && row.size() == 1) {
        Expect.equal(where, flag, row.getLong(0) != 0);
      } else if (single instanceof NdArray expected) {
        Expect.equal(where, expected.toString(), row.asType(expected.dtype()).toString());
      }
    }
  }
}
