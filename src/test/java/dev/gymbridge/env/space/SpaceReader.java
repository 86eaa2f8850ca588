package dev.gymbridge.env.space;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads spaces in the form of {@link Space#toJson}, and values as the golden file has them. */
final class SpaceReader {
  private SpaceReader() {}

  static Space space(JsonObject json) {
    return switch (json.get("type").getAsString()) {
      case "Box" -> {
        DType dtype = dtype(json);
        int[] shape = shape(json.get("shape"));
        yield new Box(bound(json.get("low"), dtype, shape), bound(json.get("high"), dtype, shape));
      }
      case "Discrete" ->
          new Discrete(json.get("n").getAsLong(), json.get("start").getAsLong(), dtype(json));
      case "MultiDiscrete" -> {
        int[] shape = shape(json.get("shape"));
        yield new MultiDiscrete(
            array(json.getAsJsonArray("nvec"), DType.INT64, shape),
            array(json.getAsJsonArray("start"), DType.INT64, shape),
            dtype(json));
      }
      case "MultiBinary" -> MultiBinary.of(shape(json.get("shape")));
      case "Text" ->
          new Text(
              json.get("min_length").getAsInt(),
              json.get("max_length").getAsInt(),
              json.get("charset").getAsString());
      case "Tuple" -> new Tuple(spaces(json.getAsJsonArray("spaces")));
      case "OneOf" -> new OneOf(spaces(json.getAsJsonArray("spaces")));
      case "Dict" -> {
        Map<String, Space> spaces = new LinkedHashMap<>();
        json.getAsJsonObject("spaces")
            .entrySet()
            .forEach(e -> spaces.put(e.getKey(), space(e.getValue().getAsJsonObject())));
        yield new Dict(spaces);
      }
      case "Sequence" ->
          new Sequence(space(json.getAsJsonObject("element")), json.get("stacked").getAsBoolean());
      case "Graph" ->
          new Graph(
              space(json.getAsJsonObject("node")),
              json.get("edge").isJsonNull() ? null : space(json.getAsJsonObject("edge")));
      default -> throw new IllegalArgumentException(json.toString());
    };
  }

  private static List<Space> spaces(JsonArray json) {
    return json.asList().stream().map(e -> space(e.getAsJsonObject())).toList();
  }

  private static DType dtype(JsonObject json) {
    return DType.valueOf(json.get("dtype").getAsString().toUpperCase(Locale.ROOT));
  }

  private static int[] shape(JsonElement json) {
    return json.getAsJsonArray().asList().stream().mapToInt(JsonElement::getAsInt).toArray();
  }

  private static NdArray bound(JsonElement json, DType dtype, int[] shape) {
    if (json.isJsonArray()) {
      return array(json.getAsJsonArray(), dtype, shape);
    }
    JsonArray repeated = new JsonArray();
    IntStream.range(0, Shapes.size(shape)).forEach(i -> repeated.add(json));
    return array(repeated, dtype, shape);
  }

  /** An array of flat elements; infinities and NaN are strings. */
  static NdArray array(JsonArray json, DType dtype, int... shape) {
    assert json.size() == Shapes.size(shape);
    return dtype.isFloat()
        ? Elements.ofDoubles(dtype, shape, i -> number(json.get(i)))
        : Elements.ofLongs(
            dtype,
            shape,
            i ->
                json.get(i).getAsJsonPrimitive().isBoolean()
                    ? (json.get(i).getAsBoolean() ? 1 : 0)
                    : json.get(i).getAsBigInteger().longValue());
  }

  static double number(JsonElement json) {
    return switch (json.getAsString()) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> json.getAsDouble();
    };
  }

  static Value value(Space space, JsonElement json) {
    if (space instanceof Text) {
      return new TextValue(json.getAsString());
    }
    if (space instanceof Dict dict) {
      Map<String, Value> values = new LinkedHashMap<>();
      dict.spaces().forEach((key, s) -> values.put(key, value(s, json.getAsJsonObject().get(key))));
      return new DictValue(values);
    }
    JsonArray parts = json.getAsJsonArray();
    if (space instanceof Tuple tuple) {
      return new TupleValue(
          IntStream.range(0, parts.size())
              .mapToObj(i -> value(tuple.spaces().get(i), parts.get(i)))
              .toList());
    }
    if (space instanceof OneOf oneOf) {
      int index = parts.get(0).getAsInt();
      return new OneOfValue(index, value(oneOf.spaces().get(index), parts.get(1)));
    }
    if (space instanceof Sequence sequence) {
      return new SequenceValue(
          parts.asList().stream().map(part -> value(sequence.element(), part)).toList());
    }
    return space instanceof Graph graph ? graph(graph, parts) : single(space, parts);
  }

  private static GraphValue graph(Graph space, JsonArray parts) {
    NdArray nodes = rows(space.node(), parts.get(1).getAsJsonArray(), parts.get(0).getAsInt());
    if (parts.get(2).isJsonNull() || space.edge() == null) {
      return new GraphValue(nodes, null, null);
    }
    JsonArray links = parts.get(3).getAsJsonArray();
    int edges = links.size() / 2;
    return new GraphValue(
        nodes,
        rows(space.edge(), parts.get(2).getAsJsonArray(), edges),
        array(links, DType.INT32, edges, 2));
  }

  private static NdArray rows(Space space, JsonArray elements, int n) {
    NdArray none = (NdArray) space.stack(List.of());
    int[] shape = none.shape();
    shape[0] = n;
    return array(elements, none.dtype(), shape);
  }

  private static NdArray single(Space space, JsonArray elements) {
    return rows(space, elements, 1).row(0);
  }

  static float[] floats(JsonArray json) {
    float[] floats = new float[json.size()];
    List<JsonElement> elements = new ArrayList<>(json.asList());
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) number(elements.get(i));
    }
    return floats;
  }
}
