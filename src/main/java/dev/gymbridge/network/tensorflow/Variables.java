package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.OptimizerConfig;
import dev.gymbridge.network.tensorflow.layer.Weight;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** All that a network remembers: the weights of both networks, and the optimiser's state. */
final class Variables {
  private final List<Variable> online;
  private final List<Variable> target;
  private final Optimizer optimizer;
  private final List<Variable> all = new ArrayList<>();
  private final List<Op> sync = new ArrayList<>();
  private final Placeholder<TFloat32> share;
  private final List<Op> move = new ArrayList<>();

  Variables(Ops tf, List<Weight> weights, OptimizerConfig optimizerConfig) {
    online = weights(tf, "online", weights);
    target = weights(tf, "target", weights);
    optimizer = Optimizer.of(optimizerConfig, tf, online, weights);
    all.addAll(online);
    all.addAll(target);
    all.addAll(optimizer.variables());
    share = tf.withName("share").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    for (int i = 0; i < online.size(); i++) {
      Operand<TFloat32> here = target.get(i).value();
      Operand<TFloat32> there = online.get(i).value();
      sync.add(target.get(i).assign(tf, there));
      Operand<TFloat32> way = tf.math.mul(share, tf.math.sub(there, here));
      move.add(target.get(i).assign(tf, tf.math.add(here, way)));
    }
  }

  /** The variables of one network, in the order of the weights of its layers. */
  static List<Variable> weights(Ops tf, String prefix, List<Weight> weights) {
    return weights.stream()
        .map(weight -> new Variable(tf, prefix + "/" + weight.name(), weight.shape()))
        .toList();
  }

  List<Variable> online() {
    return online;
  }

  List<Variable> target() {
    return target;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  /** Every variable, in the order of {@link #initial}. */
  List<Variable> all() {
    return all;
  }

  /** The assignments that make the target network a copy of the online network. */
  List<Op> sync() {
    return sync;
  }

  /** What part of the way {@link #move} goes, a scalar to feed. */
  Placeholder<TFloat32> share() {
    return share;
  }

  /** The assignments that bring the target network nearer to the online network. */
  List<Op> move() {
    return move;
  }

  static List<Operand<TFloat32>> values(List<Variable> variables) {
    List<Operand<TFloat32>> values = new ArrayList<>();
    variables.forEach(variable -> values.add(variable.value()));
    return values;
  }

  static List<float[]> zeros(List<Variable> variables) {
    List<float[]> values = new ArrayList<>();
    variables.forEach(variable -> values.add(new float[Math.toIntExact(variable.shape().size())]));
    return values;
  }

  /** The values before the first gradient step: both networks alike, the optimiser at rest. */
  List<StoredArray> initial(List<float[]> weights) {
    List<float[]> values = new ArrayList<>();
    values.addAll(weights);
    values.addAll(weights);
    values.addAll(optimizer.initial());
    List<StoredArray> arrays = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      arrays.add(new StoredArray(all.get(i).name(), all.get(i).shape().asArray(), values.get(i)));
    }
    return arrays;
  }

  /** A copy of the values of some variables, in their order. */
  static List<StoredArray> read(Session session, List<Variable> variables) {
    List<float[]> values = zeros(variables);
    readInto(reader(session, variables), values);
    List<StoredArray> arrays = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      arrays.add(new StoredArray(variable.name(), variable.shape().asArray(), values.get(i)));
    }
    return arrays;
  }

  /** A run that reads some variables, to be run by {@link #readInto} again and again. */
  static Session.Runner reader(Session session, List<Variable> variables) {
    Session.Runner runner = session.runner();
    variables.forEach(variable -> runner.fetch(variable.value()));
    return runner;
  }

  /** Copies what a reader reads into arrays of the right sizes. */
  static void readInto(Session.Runner reader, List<float[]> arrays) {
    try (Result result = reader.run()) {
      for (int i = 0; i < arrays.size(); i++) {
        ((TFloat32) result.get(i)).asRawTensor().data().asFloats().read(arrays.get(i));
      }
    }
  }

  /**
   * Assigns values to some variables in one run.
   *
   * @param arrays as {@link #read} gives them for these variables
   */
  static void load(Session session, List<Variable> variables, List<StoredArray> arrays) {
    Session.Runner runner = session.runner();
    List<TFloat32> tensors = new ArrayList<>();
    try {
      for (int i = 0; i < variables.size(); i++) {
        Variable variable = variables.get(i);
        // A variable keeps the memory of the tensor it was loaded from: a fresh one each time.
        TFloat32 tensor = TFloat32.tensorOf(variable.shape());
        tensors.add(tensor);
        tensor.asRawTensor().data().asFloats().write(arrays.get(i).values());
        runner.feed(variable.loaded(), tensor).addTarget(variable.load());
      }
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }
}
