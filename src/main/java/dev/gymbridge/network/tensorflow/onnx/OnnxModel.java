package dev.gymbridge.network.tensorflow.onnx;

import static dev.gymbridge.network.tensorflow.onnx.OnnxGraph.attribute;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.OneHot;
import dev.gymbridge.network.tensorflow.head.Categorical;
import dev.gymbridge.network.tensorflow.head.ExpectedValue;
import dev.gymbridge.network.tensorflow.head.Head;
import dev.gymbridge.network.tensorflow.head.Quantile;
import dev.gymbridge.network.tensorflow.layer.Layer;
import java.util.List;
import java.util.Map;

/**
 * A Q-network as an ONNX model: {@code observation} [n, dimensions] to {@code action_values} [n,
 * actions] and {@code actions} [n], the best ones, counted from 0.
 *
 * <p>Operator set 13, which runtimes have read since 2020.
 *
 * @apiNote Public for {@code network.tensorflow} only.
 */
public final class OnnxModel {
  private static final long OPERATOR_SET = 13;

  /** Of the file format, as it was when that set came out. */
  private static final long FORMAT = 7;

  private static final float UNIT = 1 / 255f;

  private final OnnxGraph graph = new OnnxGraph();
  private final OnnxLayers layers = new OnnxLayers(graph);
  private final int actions;

  private OnnxModel(int actions) {
    this.actions = actions;
  }

  /**
   * The bytes of a model.
   *
   * @param weights of the body, each by rows
   * @param provenance what the model says of where it comes from
   * @throws UnsupportedOperationException if a part of the network cannot be exported
   */
  public static byte[] of(
      ObservationShape observation,
      Layer body,
      List<float[]> weights,
      Head head,
      int actions,
      Map<String, String> provenance) {
    OnnxModel model = new OnnxModel(actions);
    model.build(observation, body, weights, head);
    ModelProto.Builder proto =
        ModelProto.newBuilder()
            .setIrVersion(FORMAT)
            .setProducerName("gymbridge")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
            .setGraph(model.graph.build());
    provenance.forEach(
        (key, value) ->
            proto.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return proto.build().toByteArray();
  }

  private void build(ObservationShape observation, Layer body, List<float[]> weights, Head head) {
    String values = values(head, layers.add(body, weights, flat(observation)));
    graph.addNamed("Identity", List.of(values), "action_values");
    graph.addNamed(
        "ArgMax", List.of(values), "actions", attribute("axis", 1), attribute("keepdims", 0));
    graph.output("action_values", DataType.FLOAT, List.of(actions));
    graph.output("actions", DataType.INT64, List.of());
  }

  /** What is fed, as a row of floats. */
  private String flat(ObservationShape observation) {
    OneHot oneHot = observation.oneHot();
    if (oneHot != null) {
      return oneHot(oneHot, observation.size());
    }
    DataType type = observation.isBytes() ? DataType.UINT8 : DataType.FLOAT;
    String values = graph.input("observation", type, observation.dimensions());
    if (observation.isBytes()) {
      values = graph.add("Cast", List.of(values), attribute("to", DataType.FLOAT.getNumber()));
    }
    if (observation.element() == ObservationShape.Element.UINT8) {
      values = graph.add("Mul", List.of(values, graph.floats("unit", new float[] {UNIT}, 1)));
    }
    return observation.dimensions().size() == 1
        ? values
        : layers.reshape(values, List.of(observation.size()));
  }

  /** Whole numbers, each at its place. */
  private String oneHot(OneHot oneHot, int size) {
    String fed = graph.input("observation", DataType.INT64, oneHot.dimensions());
    long[] shifts = oneHot.shifts().stream().mapToLong(Long::longValue).toArray();
    String places =
        graph.add("Add", List.of(layers.reshape(fed, List.of(shifts.length)), graph.longs(shifts)));
    String offAndOn = graph.floats("off_and_on", new float[] {0, 1}, 2);
    String each =
        graph.add("OneHot", List.of(places, graph.longs(size), offAndOn), attribute("axis", 2));
    return graph.add("ReduceSum", List.of(each, graph.longs(1)), attribute("keepdims", 0));
  }

  private String values(Head head, String outputs) {
    if (head instanceof ExpectedValue) {
      return outputs;
    }
    List<Integer> byAction = List.of(actions, head.outputsPerAction());
    if (head instanceof Quantile) {
      return layers.mean(layers.reshape(outputs, byAction), 2, false);
    }
    if (head instanceof Categorical categorical) {
      String probabilities =
          graph.add("Softmax", List.of(layers.reshape(outputs, byAction)), attribute("axis", 2));
      float[] places = categorical.places();
      String weighted =
          graph.add("Mul", List.of(probabilities, graph.floats("places", places, places.length)));
      return graph.add("ReduceSum", List.of(weighted, graph.longs(2)), attribute("keepdims", 0));
    }
    throw new UnsupportedOperationException(
        "a head of the kind %s cannot be exported to ONNX; export a SavedModel"
            .formatted(head.getClass().getSimpleName()));
  }
}
