package dev.gymbridge.network.tensorflow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A graph of a test, whose inputs hold values that can be changed from run to run. */
public final class TinyGraph implements AutoCloseable {
  private final Graph graph;
  private final Session session;
  private final Map<Placeholder<TFloat32>, float[]> inputs = new LinkedHashMap<>();

  public TinyGraph() {
    TensorFlowQNetwork.tensorFlowVersion();
    graph = new Graph();
    session = new Session(graph);
  }

  public Ops tf() {
    return Ops.create(graph);
  }

  /** An input of known shape with a value, which may be changed in place. */
  public Placeholder<TFloat32> input(float[] values, long... shape) {
    Placeholder<TFloat32> input =
        tf().placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
    inputs.put(input, values);
    return input;
  }

  /** The value of an operand, by rows. */
  public float[] valueOf(Operand<TFloat32> operand) {
    Session.Runner runner = session.runner().fetch(operand);
    inputs.forEach(
        (input, values) ->
            runner.feed(input, TFloat32.tensorOf(input.shape(), DataBuffers.of(values))));
    try (Result result = runner.run()) {
      TFloat32 tensor = (TFloat32) result.get(0);
      float[] values = new float[Math.toIntExact(tensor.size())];
      tensor.asRawTensor().data().asFloats().read(values);
      return values;
    }
  }

  /** The derivative of a scalar by each number of an input, as a difference around its value. */
  public float[] differences(Operand<TFloat32> scalar, Placeholder<TFloat32> input, float step) {
    float[] values = inputs.get(input);
    float[] differences = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      float kept = values[i];
      values[i] = kept + step;
      double above = valueOf(scalar)[0];
      values[i] = kept - step;
      double below = valueOf(scalar)[0];
      values[i] = kept;
      differences[i] = (float) ((above - below) / (2.0 * step));
    }
    return differences;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
