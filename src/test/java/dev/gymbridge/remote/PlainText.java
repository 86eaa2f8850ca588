package dev.gymbridge.remote;

import dev.gymbridge.env.Frame;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.space.DictValue;
import dev.gymbridge.env.space.GraphValue;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.OneOfValue;
import dev.gymbridge.env.space.SequenceValue;
import dev.gymbridge.env.space.TextValue;
import dev.gymbridge.env.space.TupleValue;
import dev.gymbridge.env.space.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values, data and drawings as text, in the same words as {@code tests/bridge/plain.py}; equal
 * texts mean equal bytes.
 */
final class PlainText {
  private static final int LONG = 256;

  /** Seconds that passed: no two runs agree on them. */
  private static final Set<String> CLOCKS = Set.of("t", "_t");

  private PlainText() {}

  static String array(NdArray array) {
    String shape =
        Arrays.stream(array.shape()).mapToObj(Integer::toString).collect(Collectors.joining(","));
    return "%s[%s]:%s".formatted(array.dtype(), shape, digits(array.bytes()));
  }

  private static String digits(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    if (bytes.length <= LONG) {
      return HexFormat.of().formatHex(bytes);
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "#" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String value(Value value) {
    if (value instanceof NdArray array) {
      return array(array);
    }
    if (value instanceof TextValue text) {
      return "text:" + hex(text.text());
    }
    if (value instanceof TupleValue tuple) {
      return joined("(", tuple.values(), PlainText::value, ")");
    }
    if (value instanceof DictValue dict) {
      return joined(
          "{", dict.values().entrySet(), e -> hex(e.getKey()) + "=" + value(e.getValue()), "}");
    }
    if (value instanceof SequenceValue sequence) {
      return joined("<", sequence.elements(), PlainText::value, ">");
    }
    if (value instanceof OneOfValue oneOf) {
      return oneOf.index() + "!" + value(oneOf.value());
    }
    GraphValue graph = (GraphValue) value;
    List<NdArray> parts = new ArrayList<>();
    parts.add(graph.nodes());
    parts.add(graph.edges());
    parts.add(graph.edgeLinks());
    return joined("graph(", parts, part -> part == null ? "none" : array(part), ")");
  }

  static String data(Object data) {
    if (data instanceof Boolean || data == null) {
      return String.valueOf(data);
    }
    if (data instanceof Long number) {
      return "int:" + number;
    }
    if (data instanceof Double number) {
      ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      return "float:" + HexFormat.of().formatHex(bytes.putDouble(number).array());
    }
    if (data instanceof String text) {
      return "str:" + hex(text);
    }
    if (data instanceof NdArray array) {
      return array(array);
    }
    if (data instanceof List<?> list) {
      return joined("[", list, PlainText::data, "]");
    }
    Map<?, ?> map = (Map<?, ?>) data;
    return map.entrySet().stream()
        .filter(e -> !CLOCKS.contains(String.valueOf(e.getKey())))
        .map(e -> hex(String.valueOf(e.getKey())) + "=" + data(e.getValue()))
        .collect(Collectors.joining(" ", "{", "}"));
  }

  /** The frames and texts of one environment. */
  static List<String> drawing(Rendering rendering) {
    return Stream.concat(
            rendering.frames().stream().map(PlainText::frame),
            rendering.texts().stream().map(text -> "str:" + hex(text)))
        .toList();
  }

  private static String frame(Frame frame) {
    return "uint8[%d,%d,3]:%s"
        .formatted(frame.height(), frame.width(), digits(ByteBuffer.wrap(frame.rgb())));
  }

  private static <T> String joined(
      String opening, Iterable<T> parts, Function<T, String> text, String closing) {
    List<String> texts = new ArrayList<>();
    parts.forEach(part -> texts.add(text.apply(part)));
    return opening + String.join(" ", texts) + closing;
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
