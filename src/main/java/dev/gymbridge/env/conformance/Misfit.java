package dev.gymbridge.env.conformance;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.DictValue;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.MultiBinary;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.OneOf;
import dev.gymbridge.env.space.OneOfValue;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.SequenceValue;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a value is not of a space, to the byte.
 *
 * <p>Stricter than {@link Space#contains}, which lets pass what NumPy casts safely: an environment
 * must give the dtype that it declares, and a dict in the order of its keys.
 */
final class Misfit {
  private Misfit() {}

  /** The first misfit with the path to it; null if there is none. */
  static @Nullable String of(Space space, Value value) {
    return at("", space, value);
  }

  private static @Nullable String at(String path, Space space, Value value) {
    String inner = insideParts(path, space, value);
    if (inner != null) {
      return inner;
    }
    DType dtype = dtype(space);
    if (dtype != null && value instanceof NdArray array && array.dtype() != dtype) {
      return "%sit must be of dtype %s, is %s".formatted(where(path), dtype, array.dtype());
    }
    return space.contains(value) ? null : "%s%s is not in %s".formatted(where(path), value, space);
  }

  private static @Nullable String insideParts(String path, Space space, Value value) {
    if (space instanceof Tuple tuple && value instanceof TupleValue parts) {
      return each(path, tuple.spaces(), parts.values());
    }
    if (space instanceof Dict dict && value instanceof DictValue parts) {
      return entries(path, dict, parts.values());
    }
    if (space instanceof Sequence sequence && value instanceof SequenceValue parts) {
      return each(
          path,
          java.util.Collections.nCopies(parts.elements().size(), sequence.element()),
          parts.elements());
    }
    if (space instanceof OneOf oneOf
        && value instanceof OneOfValue chosen
        && chosen.index() >= 0
        && chosen.index() < oneOf.spaces().size()) {
      return at(
          path + "<" + chosen.index() + ">", oneOf.spaces().get(chosen.index()), chosen.value());
    }
    return null;
  }

  private static @Nullable String each(String path, List<Space> spaces, List<Value> values) {
    for (int i = 0; i < Math.min(spaces.size(), values.size()); i++) {
      String misfit = at(path + "[" + i + "]", spaces.get(i), values.get(i));
      if (misfit != null) {
        return misfit;
      }
    }
    return null;
  }

  private static @Nullable String entries(String path, Dict dict, Map<String, Value> values) {
    List<String> keys = new ArrayList<>(dict.spaces().keySet());
    if (!keys.equals(new ArrayList<>(values.keySet()))) {
      return "%sthe keys must be %s in this order, are %s"
          .formatted(where(path), keys, values.keySet());
    }
    for (Map.Entry<String, Space> entry : dict.spaces().entrySet()) {
      Value part = java.util.Objects.requireNonNull(values.get(entry.getKey()));
      String misfit = at(path + "['" + entry.getKey() + "']", entry.getValue(), part);
      if (misfit != null) {
        return misfit;
      }
    }
    return null;
  }

  private static String where(String path) {
    return path.isEmpty() ? "" : "at " + path + " ";
  }

  private static @Nullable DType dtype(Space space) {
    if (space instanceof Box box) {
      return box.dtype();
    }
    if (space instanceof Discrete discrete) {
      return discrete.dtype();
    }
    if (space instanceof MultiDiscrete multiDiscrete) {
      return multiDiscrete.dtype();
    }
    return space instanceof MultiBinary ? DType.INT8 : null;
  }
}
