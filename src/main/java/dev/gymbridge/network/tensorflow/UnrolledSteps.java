package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.tensorflow.head.Loss;
import dev.gymbridge.network.tensorflow.layer.Applied;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** A part of the graph that takes k gradient steps in one run, each after the one before. */
final class UnrolledSteps {
  private final Ops tf;
  private final Blueprint blueprint;
  private final Variables variables;
  private final double maxGradientNorm;
  private final StepNoise noise;
  private final TdTargets targets;
  private final List<Operand<TFloat32>> losses = new ArrayList<>();
  private final List<Operand<TFloat32>> means = new ArrayList<>();
  private final List<Operand<TFloat32>> surprises = new ArrayList<>();
  private final Operand<TFloat32> report;
  private final Operand<TFloat32> allSurprises;
  private final List<Op> assignments = new ArrayList<>();

  /**
   * Adds the operations to the graph.
   *
   * @param steps how many gradient steps, k
   */
  UnrolledSteps(
      Graph graph,
      NetworkConfig config,
      Blueprint blueprint,
      Variables variables,
      StepNoise noise,
      BatchPlaceholders batch,
      int steps) {
    this.blueprint = blueprint;
    this.variables = variables;
    this.noise = noise;
    maxGradientNorm = config.maxGradientNorm();
    tf = PlainNames.in(graph).withSubScope("steps" + steps);
    Transitions whole = batch.transitions(tf, config.actions());
    List<Transitions> parts = whole.cut(tf, steps);
    targets = new TdTargets(tf, config.target(), blueprint, variables, noise, whole, parts);
    Optimizer.Steps optimizer = variables.optimizer().begin(tf, batch.learningRate());

    Ops ready = tf;
    for (int step = 0; step < steps; step++) {
      List<Operand<TFloat32>> gradients = gradients(step, readOnline(ready), parts.get(step));
      assignments.clear();
      assignments.addAll(optimizer.step(after(ops(gradients)), clipped(gradients)));
      ready = after(assignments);
    }
    assignments.addAll(optimizer.end(ready));
    losses.addAll(means);
    report = tf.withName("report").stack(losses);
    allSurprises =
        steps == 1 ? surprises.get(0) : tf.withName("surprises").concat(surprises, tf.constant(0));
  }

  /** [2 * k]: the loss of each step, then the mean of Q(observation, action) before each step. */
  Operand<TFloat32> report() {
    return report;
  }

  /** [n]: how far off each transition was before its step. */
  Operand<TFloat32> surprises() {
    return allSurprises;
  }

  /** What must be run for the steps to be taken. */
  List<Op> assignments() {
    return assignments;
  }

  private List<Operand<TFloat32>> readOnline(Ops ready) {
    List<Operand<TFloat32>> online = new ArrayList<>();
    variables.online().forEach(variable -> online.add(variable.readBy(ready)));
    return online;
  }

  /** Records what a step reports; gives the gradient of the loss by each weight. */
  private List<Operand<TFloat32>> gradients(
      int step, List<Operand<TFloat32>> online, Transitions part) {
    Applied body =
        blueprint
            .body()
            .apply(noise.pass(tf, step, StepNoise.Of.ONLINE), online, part.observations());
    Loss loss =
        blueprint
            .head()
            .loss(tf, body.outputs(), part.taken(), targets.of(step, online), part.weights());
    losses.add(loss.value());
    means.add(loss.meanQ());
    surprises.add(loss.surprises());
    return body.backward(loss.byOutputs(), false).byWeights();
  }

  /**
   * Scales gradients down to the largest global norm allowed, as PyTorch's {@code clip_grad_norm_}
   * does: by {@code min(1, max / (norm + 1e-6))}.
   */
  private List<Operand<TFloat32>> clipped(List<Operand<TFloat32>> gradients) {
    if (Double.isInfinite(maxGradientNorm)) {
      return gradients;
    }
    List<Operand<TFloat32>> halfSquares = new ArrayList<>();
    gradients.forEach(gradient -> halfSquares.add(tf.nn.l2Loss(gradient)));
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.math.addN(halfSquares)));
    Operand<TFloat32> scale =
        tf.math.minimum(
            tf.constant(1f),
            tf.math.div(
                tf.constant((float) maxGradientNorm), tf.math.add(norm, tf.constant(1e-6f))));
    List<Operand<TFloat32>> scaled = new ArrayList<>();
    gradients.forEach(gradient -> scaled.add(tf.math.mul(gradient, scale)));
    return scaled;
  }

  /** Operations that wait for all of these; one in the middle keeps the edges few. */
  private Ops after(List<? extends Op> earlier) {
    return tf.withControlDependencies(
        tf.withControlDependencies(new ArrayList<Op>(earlier)).noOp());
  }

  private static List<Op> ops(List<Operand<TFloat32>> operands) {
    return new ArrayList<>(operands);
  }
}
