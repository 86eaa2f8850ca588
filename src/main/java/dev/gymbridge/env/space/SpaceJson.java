package dev.gymbridge.env.space;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a space as JSON. */
final class SpaceJson {
  private SpaceJson() {}

  static String of(Space space) {
    String type = "{\"type\":\"%s\"".formatted(space.getClass().getSimpleName());
    return type + "," + fields(space) + "}";
  }

  private static String fields(Space space) {
    if (space instanceof Box box) {
      return "\"dtype\":\"%s\",\"shape\":%s,\"low\":%s,\"high\":%s"
          .formatted(box.dtype(), shape(box.shape()), bounds(box.low()), bounds(box.high()));
    }
    if (space instanceof Discrete d) {
      return "\"n\":%s,\"start\":%s,\"dtype\":\"%s\"".formatted(d.n(), d.start(), d.dtype());
    }
    if (space instanceof MultiDiscrete m) {
      return "\"dtype\":\"%s\",\"shape\":%s,\"nvec\":%s,\"start\":%s"
          .formatted(m.dtype(), shape(m.shape()), elements(m.nvec()), elements(m.start()));
    }
    if (space instanceof MultiBinary binary) {
      return "\"shape\":" + shape(binary.dimensions());
    }
    if (space instanceof Text text) {
      return "\"min_length\":%s,\"max_length\":%s,\"charset\":%s"
          .formatted(text.minLength(), text.maxLength(), string(text.charset()));
    }
    return compositeFields(space);
  }

  private static String compositeFields(Space space) {
    if (space instanceof Tuple tuple) {
      return "\"spaces\":" + list(tuple.spaces());
    }
    if (space instanceof OneOf oneOf) {
      return "\"spaces\":" + list(oneOf.spaces());
    }
    if (space instanceof Dict dict) {
      return "\"spaces\":" + map(dict.spaces());
    }
    if (space instanceof Sequence sequence) {
      return "\"element\":%s,\"stacked\":%b".formatted(of(sequence.element()), sequence.stacked());
    }
    Graph graph = (Graph) space;
    Space edge = graph.edge();
    return "\"node\":%s,\"edge\":%s".formatted(of(graph.node()), edge == null ? "null" : of(edge));
  }

  private static String list(List<Space> spaces) {
    return spaces.stream().map(SpaceJson::of).collect(Collectors.joining(",", "[", "]"));
  }

  private static String map(Map<String, Space> spaces) {
    return spaces.entrySet().stream()
        .map(entry -> string(entry.getKey()) + ":" + of(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String shape(int[] shape) {
    return Arrays.stream(shape)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String bounds(NdArray array) {
    return Shapes.isUniform(array) ? element(array, 0) : elements(array);
  }

  private static String elements(NdArray array) {
    return IntStream.range(0, array.size())
        .mapToObj(i -> element(array, i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String element(NdArray array, int i) {
    String text = Elements.text(array, i);
    if (array.dtype() == DType.BOOL) {
      return text.equals("True") ? "true" : "false";
    }
    return text.endsWith("inf") ? "\"" + text + "\"" : text;
  }

  private static String string(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c < 0x20) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
