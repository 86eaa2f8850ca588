package dev.gymbridge.network.tensorflow.onnx;

import static dev.gymbridge.network.tensorflow.onnx.OnnxGraph.attribute;

import dev.gymbridge.network.tensorflow.layer.ChannelsLast;
import dev.gymbridge.network.tensorflow.layer.Convolution2d;
import dev.gymbridge.network.tensorflow.layer.Dense;
import dev.gymbridge.network.tensorflow.layer.Dueling;
import dev.gymbridge.network.tensorflow.layer.Layer;
import dev.gymbridge.network.tensorflow.layer.LayerNormalization;
import dev.gymbridge.network.tensorflow.layer.NoisyDense;
import dev.gymbridge.network.tensorflow.layer.Relu;
import dev.gymbridge.network.tensorflow.layer.Rescale;
import dev.gymbridge.network.tensorflow.layer.Reshape;
import dev.gymbridge.network.tensorflow.layer.Stack;
import java.util.List;

/** Adds layers to a graph, as they act without noise; values have the names that it gives them. */
final class OnnxLayers {
  private static final List<Long> TO_CHANNELS_LAST = List.of(0L, 2L, 3L, 1L);
  private static final List<Long> TO_CHANNELS_FIRST = List.of(0L, 3L, 1L, 2L);

  private final OnnxGraph graph;

  OnnxLayers(OnnxGraph graph) {
    this.graph = graph;
  }

  /**
   * Adds a layer.
   *
   * @param weights of the layer, each by rows
   * @param inputs name of what enters it
   * @return name of what leaves it
   * @throws UnsupportedOperationException if ONNX has no such layer here
   */
  String add(Layer layer, List<float[]> weights, String inputs) {
    if (layer instanceof Stack stack) {
      return addStack(stack, weights, inputs);
    }
    if (layer instanceof Dueling dueling) {
      return addDueling(dueling, weights, inputs);
    }
    if (layer instanceof Dense dense) {
      return addDense(dense.name(), dense.inputs(), dense.outputs(), weights, inputs);
    }
    if (layer instanceof NoisyDense dense) {
      return addDense(dense.name(), dense.inputs(), dense.outputs(), weights, inputs);
    }
    if (layer instanceof Convolution2d convolution) {
      return addConvolution(convolution, weights, inputs);
    }
    if (layer instanceof LayerNormalization normalization) {
      return addNormalization(normalization, weights, inputs);
    }
    if (layer instanceof Rescale rescale) {
      String centred = graph.add("Sub", List.of(inputs, row("centres", rescale.centres())));
      return graph.add("Div", List.of(centred, row("half_widths", rescale.halfWidths())));
    }
    if (layer instanceof Reshape reshape) {
      return reshape(inputs, reshape.after());
    }
    if (layer instanceof ChannelsLast) {
      return transpose(inputs, TO_CHANNELS_LAST);
    }
    if (layer instanceof Relu) {
      return graph.add("Relu", List.of(inputs));
    }
    throw new UnsupportedOperationException(
        "a layer of the kind %s cannot be exported to ONNX; export a SavedModel"
            .formatted(layer.getClass().getSimpleName()));
  }

  private String addStack(Stack stack, List<float[]> weights, String inputs) {
    String values = inputs;
    int from = 0;
    for (Layer layer : stack.layers()) {
      int to = from + layer.weights().size();
      values = add(layer, weights.subList(from, to), values);
      from = to;
    }
    return values;
  }

  private String addDense(String name, int from, int to, List<float[]> weights, String inputs) {
    return graph.add(
        "Gemm",
        List.of(
            inputs,
            graph.floats(name + "/kernel", weights.get(0), from, to),
            graph.floats(name + "/bias", weights.get(1), to)));
  }

  private String addDueling(Dueling dueling, List<float[]> weights, String inputs) {
    int cut = dueling.value().weights().size();
    int numbers = dueling.outputsPerAction();
    String value = add(dueling.value(), weights.subList(0, cut), inputs);
    String advantage = add(dueling.advantage(), weights.subList(cut, weights.size()), inputs);
    String byAction = reshape(advantage, List.of(dueling.actions(), numbers));
    String above = graph.add("Sub", List.of(byAction, mean(byAction, 1, true)));
    String both = graph.add("Add", List.of(reshape(value, List.of(1, numbers)), above));
    return reshape(both, List.of(dueling.actions() * numbers));
  }

  /** ONNX has the channels of a picture before its rows, and those of a kernel first of all. */
  private String addConvolution(Convolution2d layer, List<float[]> weights, String inputs) {
    long side = layer.side();
    String kernel =
        graph.floats(
            layer.name() + "/kernel",
            kernel(layer, weights.get(0)),
            layer.filters(),
            layer.channels(),
            side,
            side);
    String bias = graph.floats(layer.name() + "/bias", weights.get(1), layer.filters());
    long stride = layer.stride();
    String filtered =
        graph.add(
            "Conv",
            List.of(transpose(inputs, TO_CHANNELS_FIRST), kernel, bias),
            attribute("strides", List.of(stride, stride)));
    return transpose(filtered, TO_CHANNELS_LAST);
  }

  /** [side, side, channels, filters] as [filters, channels, side, side]. */
  private static float[] kernel(Convolution2d layer, float[] from) {
    int pixels = layer.side() * layer.side();
    float[] to = new float[from.length];
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int channel = 0; channel < layer.channels(); channel++) {
        for (int filter = 0; filter < layer.filters(); filter++) {
          to[(filter * layer.channels() + channel) * pixels + pixel] =
              from[(pixel * layer.channels() + channel) * layer.filters() + filter];
        }
      }
    }
    return to;
  }

  private String addNormalization(LayerNormalization layer, List<float[]> weights, String inputs) {
    String centred = graph.add("Sub", List.of(inputs, mean(inputs, 1, true)));
    String variance = mean(graph.add("Mul", List.of(centred, centred)), 1, true);
    String epsilon = graph.floats("epsilon", new float[] {LayerNormalization.EPSILON}, 1);
    String deviation = graph.add("Sqrt", List.of(graph.add("Add", List.of(variance, epsilon))));
    String normal = graph.add("Div", List.of(centred, deviation));
    String scale = graph.floats(layer.name() + "/scale", weights.get(0), layer.size());
    String offset = graph.floats(layer.name() + "/offset", weights.get(1), layer.size());
    return graph.add("Add", List.of(graph.add("Mul", List.of(normal, scale)), offset));
  }

  /** The mean over a dimension. */
  String mean(String values, long dimension, boolean kept) {
    return graph.add(
        "ReduceMean",
        List.of(values),
        attribute("axes", List.of(dimension)),
        attribute("keepdims", kept ? 1 : 0));
  }

  /** Rows of another shape. */
  String reshape(String values, List<Integer> dimensions) {
    long[] shape = new long[dimensions.size() + 1];
    shape[0] = -1;
    for (int i = 0; i < dimensions.size(); i++) {
      shape[i + 1] = dimensions.get(i);
    }
    return graph.add("Reshape", List.of(values, graph.longs(shape)));
  }

  private String transpose(String values, List<Long> order) {
    return graph.add("Transpose", List.of(values), attribute("perm", order));
  }

  private String row(String name, List<Float> numbers) {
    float[] row = new float[numbers.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = numbers.get(i);
    }
    return graph.floats(name, row, row.length);
  }
}
