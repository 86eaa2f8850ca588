package dev.gymbridge.remote;

import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Graph;
import dev.gymbridge.env.space.GraphValue;
import dev.gymbridge.env.space.MultiBinary;
import dev.gymbridge.env.space.MultiDiscrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.OneOf;
import dev.gymbridge.env.space.OneOfValue;
import dev.gymbridge.env.space.Sequence;
import dev.gymbridge.env.space.SequenceValue;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Text;
import dev.gymbridge.env.space.TextValue;
import dev.gymbridge.env.space.Tuple;
import dev.gymbridge.env.space.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spaces and values of which a generator makes none, or too few. */
final class EdgeSpaces {
  /** A space, and a value for it. */
  record Case(Space space, Value value) {}

  private EdgeSpaces() {}

  static Map<String, Space> all() {
    Map<String, Space> spaces = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      Box whole = whole(dtype);
      spaces.put("all of " + dtype, whole);
      spaces.put("one " + dtype, row(whole, 0));
      spaces.put("no " + dtype, new Box(none(whole.low()), none(whole.high())));
    }
    Box half = new Box(floats(-1, Double.NEGATIVE_INFINITY), floats(Double.POSITIVE_INFINITY, 1));
    spaces.put("half infinite", half);
    spaces.put("one point", Box.of(3, 3, DType.FLOAT64, 2));
    spaces.put("rank 6", Box.of(0, 1, DType.FLOAT32, 1, 2, 1, 3, 1, 2));
    spaces.put("least int64", new Discrete(3, Long.MIN_VALUE));
    spaces.put("greatest int64", new Discrete(3, Long.MAX_VALUE - 2));
    spaces.put("negative start", new Discrete(5, -2));
    // Gymnasium holds the number of them in the dtype too.
    spaces.put("discrete int8", new Discrete(127, -128, DType.INT8));
    spaces.put("discrete uint8", new Discrete(255, 1, DType.UINT8));
    spaces.put("one choice", new Discrete(1));
    spaces.put(
        "multi-discrete, 3 dimensions with start",
        new MultiDiscrete(
            NdArray.of(new long[] {2, 3, 4, 5, 6, 7, 8, 9}, 2, 2, 2),
            NdArray.of(new long[] {0, -1, 2, -3, 4, -5, 6, -7}, 2, 2, 2),
            DType.INT16));
    spaces.put("multi-binary, 3 dimensions", MultiBinary.of(2, 3, 2));
    spaces.put("text beyond the basic plane", new Text(0, 9, "🎲𝔸a漢é\uFFFD\u200D"));
    spaces.put("text of awkward characters", new Text(0, 6, "\"\\\n\t\u007F'{}"));
    spaces.put("empty tuple", new Tuple(List.of()));
    spaces.put("empty dict", new Dict(Map.of()));
    spaces.put("keys out of order", keysOutOfOrder());
    spaces.put("sequence", new Sequence(new Tuple(List.of(new Discrete(3), new Text(0, 2, "ab")))));
    spaces.put("stacked sequence", new Sequence(Box.of(0, 1, DType.FLOAT16, 2), true));
    spaces.put("stacked sequence of dicts", new Sequence(keysOutOfOrder(), true));
    spaces.put("sequence of sequences", new Sequence(new Sequence(new Discrete(4))));
    spaces.put("graph without edges", new Graph(Box.of(-1, 1, DType.FLOAT32, 2), null));
    spaces.put("graph", new Graph(new Discrete(4, -1), Box.of(0, 9, DType.UINT8, 2)));
    spaces.put("one of one", new OneOf(List.of(new Discrete(2))));
    spaces.put("one of the same", new OneOf(List.of(new Discrete(2), new Discrete(2))));
    spaces.put("everything", everything());
    return spaces;
  }

  static Space everything() {
    return new Tuple(
        List.of(
            keysOutOfOrder(),
            new Sequence(new OneOf(List.of(new Text(1, 3, "x🎲"), new Graph(whole2(), null)))),
            new OneOf(List.of(new Tuple(List.of()), new Sequence(MultiBinary.of(2), true))),
            new Graph(new Discrete(3), new Discrete(2, -1)),
            MultiDiscrete.of(new long[] {2, 3}, new long[] {-1, 4})));
  }

  private static Space whole2() {
    return Box.of(-1, 1, DType.FLOAT64, 1);
  }

  private static Dict keysOutOfOrder() {
    Map<String, Space> spaces = new LinkedHashMap<>();
    spaces.put("z", new Discrete(3));
    spaces.put("a", Box.of(0, 1, DType.FLOAT32, 2));
    spaces.put("", new Discrete(2, 5));
    spaces.put("é🎲", MultiBinary.of(3));
    return new Dict(spaces);
  }

  /** Values in their space, where a codec may go wrong. */
  static Map<String, Case> values() {
    Map<String, Case> values = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      Box whole = whole(dtype);
      values.put("least of " + dtype, new Case(whole, whole.low()));
      values.put("greatest of " + dtype, new Case(whole, whole.high()));
    }
    for (DType dtype : List.of(DType.FLOAT16, DType.FLOAT32, DType.FLOAT64)) {
      Box box = Box.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, dtype, 3);
      // Minus zero, the least above zero, infinity: as bits, for Java would round some of them.
      values.put("odd numbers of " + dtype, new Case(box, bits(dtype, -0.0, 1)));
    }
    Graph graph = new Graph(new Discrete(4), Box.of(0, 1, DType.FLOAT32, 2));
    NdArray noLinks = ints32(0, 2);
    NdArray oneNode = NdArray.of(new long[] {3}, 1);
    values.put("graph of one node", new Case(graph, new GraphValue(oneNode, null, null)));
    values.put(
        "graph with no edges, but not None",
        new Case(graph, new GraphValue(oneNode, NdArray.of(new float[0], 0, 2), noLinks)));
    values.put(
        "graph whose edge is a loop",
        new Case(graph, new GraphValue(oneNode, NdArray.of(new float[2], 1, 2), ints32(1, 2))));
    Sequence sequence = new Sequence(new Text(0, 2, "a"));
    values.put("empty sequence", new Case(sequence, new SequenceValue(List.of())));
    values.put(
        "sequence of empty texts",
        new Case(sequence, new SequenceValue(List.of(new TextValue(""), new TextValue("")))));
    Sequence stacked = new Sequence(new Discrete(3), true);
    values.put("empty stacked sequence", new Case(stacked, new SequenceValue(List.of())));
    values.put("empty text", new Case(new Text(0, 2, "a"), new TextValue("")));
    values.put("text of pairs", new Case(new Text(0, 2, "🎲"), new TextValue("🎲🎲")));
    OneOf same = new OneOf(List.of(new Discrete(2), new Discrete(2)));
    values.put("second of the same", new Case(same, new OneOfValue(1, NdArray.scalar(1))));
    return values;
  }

  /** What a careless environment may observe all the same. */
  static Map<String, Case> outside() {
    Map<String, Case> values = new LinkedHashMap<>();
    for (DType dtype : List.of(DType.FLOAT16, DType.FLOAT32, DType.FLOAT64)) {
      Box box = Box.of(-1, 1, dtype, 3);
      values.put("NaN of " + dtype, new Case(box, bits(dtype, Double.NaN, 7)));
      values.put("infinity of " + dtype, new Case(box, bits(dtype, Double.NEGATIVE_INFINITY, 0)));
    }
    values.put(
        "far out", new Case(Box.of(0, 1, DType.UINT8, 2), NdArray.of(new byte[] {-1, 9}, 2)));
    return values;
  }

  /** [3]: a number; the number so many bit patterns above plus zero; a NaN's or infinity's bits. */
  private static NdArray bits(DType dtype, double number, int pattern) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    boolean payload = Double.isNaN(number);
    switch (dtype) {
      case FLOAT16 -> {
        short special = (short) (payload ? 0x7E00 | pattern : number == 0 ? 0x8000 : 0xFC00);
        bytes.putShort(special).putShort((short) pattern).putShort((short) 0x7C00);
      }
      case FLOAT32 -> {
        int special = payload ? 0x7FC0_0000 | pattern : Float.floatToRawIntBits((float) number);
        bytes.putInt(special).putInt(pattern).putInt(0x7F80_0000);
      }
      default -> {
        long special =
            payload ? 0x7FF8_0000_0000_0000L | pattern : Double.doubleToRawLongBits(number);
        bytes.putLong(special).putLong(pattern).putLong(0x7FF0_0000_0000_0000L);
      }
    }
    return NdArray.wrap(dtype, bytes.flip(), 3);
  }

  /** [2]: bounds that are the least and the greatest of the type; of floats, infinite. */
  private static Box whole(DType dtype) {
    if (dtype.isFloat()) {
      return Box.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, dtype, 2);
    }
    int width = dtype.bytes();
    ByteBuffer low = ByteBuffer.allocate(2 * width);
    ByteBuffer high = ByteBuffer.allocate(2 * width);
    boolean signed = dtype.toString().startsWith("int");
    for (int i = 0; i < 2 * width; i++) {
      boolean top = i % width == width - 1;
      low.put((byte) (signed && top ? 0x80 : 0));
      high.put((byte) (dtype == DType.BOOL ? 1 : signed && top ? 0x7F : 0xFF));
    }
    return new Box(NdArray.wrap(dtype, low.flip(), 2), NdArray.wrap(dtype, high.flip(), 2));
  }

  private static Box row(Box box, int i) {
    return new Box(box.low().row(i), box.high().row(i));
  }

  private static NdArray none(NdArray array) {
    return NdArray.wrap(array.dtype(), ByteBuffer.allocate(0), 0, 3);
  }

  private static NdArray floats(double... elements) {
    return NdArray.of(elements, elements.length);
  }

  private static NdArray ints32(int... shape) {
    return NdArray.wrap(DType.INT32, ByteBuffer.allocate(4 * shape[0] * shape[1]), shape);
  }
}
