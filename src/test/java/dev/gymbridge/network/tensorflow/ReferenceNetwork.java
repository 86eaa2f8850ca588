package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.HeadConfig;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.OptimizerConfig;
import dev.gymbridge.replay.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * The Q-network once more, in plain loops over doubles, written from the definitions.
 *
 * <p>Gradients come from central differences of the loss, not from a derivation that could share a
 * mistake with the one in the graph.
 */
final class ReferenceNetwork {
  private static final double STEP = 1e-6;

  private final NetworkConfig config;
  private final List<double[]> online = new ArrayList<>();
  private final List<double[]> target = new ArrayList<>();
  private final List<double[]> firstMoments = new ArrayList<>();
  private final List<double[]> secondMoments = new ArrayList<>();
  private int steps;

  /** Starts with the weights that the network under test has. */
  ReferenceNetwork(NetworkConfig config, List<StoredArray> variables) {
    this.config = config;
    int arrays = 2 * (config.layers().hiddenSizes().size() + 1);
    for (int i = 0; i < arrays; i++) {
      online.add(doubles(variables.get(i).values()));
      target.add(doubles(variables.get(arrays + i).values()));
      firstMoments.add(new double[online.get(i).length]);
      secondMoments.add(new double[online.get(i).length]);
    }
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  List<double[]> online() {
    return online;
  }

  double[] actionValues(float[] observations, int row) {
    return forward(online, observations, row);
  }

  private double[] forward(List<double[]> weights, float[] observations, int row) {
    double[] values = new double[config.observationSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = observations[row * values.length + i];
    }
    for (int layer = 0; layer < weights.size(); layer += 2) {
      double[] kernel = weights.get(layer);
      double[] next = weights.get(layer + 1).clone();
      for (int out = 0; out < next.length; out++) {
        for (int in = 0; in < values.length; in++) {
          next[out] += values[in] * kernel[in * next.length + out];
        }
        if (layer + 2 < weights.size()) {
          next[out] = Math.max(0, next[out]);
        }
      }
      values = next;
    }
    return values;
  }

  double[] targets(Batch batch) {
    double[] targets = new double[batch.size()];
    for (int j = 0; j < targets.length; j++) {
      double[] next = forward(target, batch.nextObservations().floats(), j);
      double[] chooser =
          config.target().doubleDqn()
              ? forward(online, batch.nextObservations().floats(), j)
              : next;
      int best = 0;
      for (int a = 1; a < chooser.length; a++) {
        best = chooser[a] > chooser[best] ? a : best;
      }
      targets[j] = batch.rewards()[j] + batch.discounts()[j] * next[best];
    }
    return targets;
  }

  double loss(Batch batch, double[] targets) {
    double sum = 0;
    for (int j = 0; j < targets.length; j++) {
      double error =
          Math.abs(actionValues(batch.observations().floats(), j)[batch.actions()[j]] - targets[j]);
      double delta = ((HeadConfig.Expected) config.head()).huberDelta();
      double huber = error <= delta ? error * error / 2 : delta * (error - delta / 2);
      sum += batch.weights()[j] * huber;
    }
    return sum / targets.length;
  }

  double meanQ(Batch batch) {
    double sum = 0;
    for (int j = 0; j < batch.size(); j++) {
      sum += actionValues(batch.observations().floats(), j)[batch.actions()[j]];
    }
    return sum / batch.size();
  }

  /** Of the loss by each weight, clipped to the largest global norm. */
  List<double[]> gradients(Batch batch) {
    double[] targets = targets(batch);
    List<double[]> gradients = new ArrayList<>();
    double squares = 0;
    for (double[] weights : online) {
      double[] gradient = new double[weights.length];
      for (int i = 0; i < weights.length; i++) {
        double kept = weights[i];
        weights[i] = kept + STEP;
        double above = loss(batch, targets);
        weights[i] = kept - STEP;
        double below = loss(batch, targets);
        weights[i] = kept;
        gradient[i] = (above - below) / (2 * STEP);
        squares += gradient[i] * gradient[i];
      }
      gradients.add(gradient);
    }
    double scale = Math.min(1, config.maxGradientNorm() / Math.sqrt(squares));
    for (double[] gradient : gradients) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= scale;
      }
    }
    return gradients;
  }

  /** One step of Adam, as its paper's algorithm 1 has it. */
  void update(Batch batch, double learningRate) {
    List<double[]> gradients = gradients(batch);
    steps++;
    for (int array = 0; array < online.size(); array++) {
      double[] m = firstMoments.get(array);
      double[] v = secondMoments.get(array);
      for (int i = 0; i < m.length; i++) {
        double gradient = gradients.get(array)[i];
        m[i] = 0.9 * m[i] + 0.1 * gradient;
        v[i] = 0.999 * v[i] + 0.001 * gradient * gradient;
        double mean = m[i] / (1 - Math.pow(0.9, steps));
        double variance = v[i] / (1 - Math.pow(0.999, steps));
        online.get(array)[i] -=
            learningRate
                * mean
                / (Math.sqrt(variance) + ((OptimizerConfig.Adam) config.optimizer()).epsilon());
      }
    }
  }

  void syncTarget() {
    for (int i = 0; i < online.size(); i++) {
      target.set(i, online.get(i).clone());
    }
  }
}
