package dev.gymbridge.network.tensorflow.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A graph of ONNX operators that is being put together; values are known by their names. */
final class OnnxGraph {
  /** The dimension that is left open: how many observations. */
  private static final String ROWS = "n";

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("gymbridge");
  private int named;

  /** Adds an operator with one output; returns the name of that. */
  String add(String operator, List<String> inputs, AttributeProto... attributes) {
    String output = fresh(operator);
    addNamed(operator, inputs, output, attributes);
    return output;
  }

  void addNamed(String operator, List<String> inputs, String output, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(attributes)));
  }

  private String fresh(String what) {
    return what + "_" + named++;
  }

  /** Adds an array of floats, by rows. */
  String floats(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(name, DataType.FLOAT, bytes, shape);
  }

  /** Adds a row of whole numbers. */
  String longs(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant("numbers", DataType.INT64, bytes, values.length);
  }

  private String constant(String name, DataType type, ByteBuffer bytes, long... shape) {
    String unique = fresh(name);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(unique)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
    return unique;
  }

  /** Adds what is fed, [n, dimensions]; returns its name. */
  String input(String name, DataType type, List<Integer> dimensions) {
    graph.addInput(value(name, type, dimensions));
    return name;
  }

  /** Names what comes out, [n, dimensions]. */
  void output(String name, DataType type, List<Integer> dimensions) {
    graph.addOutput(value(name, type, dimensions));
  }

  private static ValueInfoProto value(String name, DataType type, List<Integer> dimensions) {
    List<TensorShapeProto.Dimension> shape = new ArrayList<>();
    shape.add(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS).build());
    dimensions.forEach(
        size -> shape.add(TensorShapeProto.Dimension.newBuilder().setDimValue(size).build()));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(TensorShapeProto.newBuilder().addAllDim(shape))))
        .build();
  }

  static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static AttributeProto attribute(String name, List<Long> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INTS)
        .addAllInts(values)
        .build();
  }

  GraphProto build() {
    return graph.build();
  }
}
