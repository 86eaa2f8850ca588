package dev.gymbridge.replay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * A transition is the likelier the further off the network was when it was last replayed.
 *
 * <pre>
 * P(i) = p_i^alpha / sum_k p_k^alpha       p_i = |surprise_i| + epsilon
 * w_i  = (N P(i))^-beta / max_j w_j        j over the batch
 * </pre>
 *
 * <p>Source: Schaul et al. 2016, proportional variant, equation 1 and section 3.4; the k draws of a
 * batch fall into k equal parts of the sum. A new transition has the largest priority there ever
 * was. Differs from the paper: weights are scaled by the largest of the batch, not of the buffer.
 */
final class PrioritizedSampler implements Sampler {
  private final double alpha;
  private final double epsilon;
  private final int capacity;
  private final SumTree tree; // p^alpha
  private double largest = 1; // p^alpha

  /**
   * A sampler of an empty buffer.
   *
   * @param alpha how much priorities count, from 0, uniform, to 1
   * @param epsilon what is added to each surprise, so that none is never replayed again
   */
  PrioritizedSampler(int capacity, double alpha, double epsilon) {
    this.capacity = capacity;
    this.alpha = alpha;
    this.epsilon = epsilon;
    tree = new SumTree(capacity);
  }

  double priority(int place) {
    return tree.get(place);
  }

  @Override
  public void added(int place) {
    tree.set(place, largest);
  }

  @Override
  public void sample(int size, double beta, RandomGenerator random, int[] places, float[] weights) {
    double sum = tree.sum();
    double part = sum / places.length;
    double heaviest = 0;
    for (int i = 0; i < places.length; i++) {
      int place = tree.find((i + random.nextDouble()) * part);
      places[i] = place;
      double weight = Math.pow(size * (tree.get(place) / sum), -beta);
      weights[i] = (float) weight;
      heaviest = Math.max(heaviest, weight);
    }
    for (int i = 0; i < places.length; i++) {
      weights[i] = (float) (weights[i] / heaviest);
    }
  }

  @Override
  public void update(int[] places, float[] surprises) {
    for (int i = 0; i < places.length; i++) {
      double priority = Math.pow(Math.abs(surprises[i]) + epsilon, alpha);
      tree.set(places[i], priority);
      largest = Math.max(largest, priority);
    }
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeDouble(largest);
    double[] priorities = new double[capacity];
    for (int place = 0; place < capacity; place++) {
      priorities[place] = tree.get(place);
    }
    Columns.write(out, priorities, capacity);
  }

  @Override
  public void read(DataInput in) throws IOException {
    largest = in.readDouble();
    double[] priorities = new double[capacity];
    Columns.read(in, priorities, capacity);
    for (int place = 0; place < capacity; place++) {
      if (!(priorities[place] >= 0)) {
        throw new IOException("a priority cannot be " + priorities[place]);
      }
      tree.set(place, priorities[place]);
    }
  }
}
