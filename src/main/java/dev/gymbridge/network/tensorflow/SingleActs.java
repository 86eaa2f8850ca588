package dev.gymbridge.network.tensorflow;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The action values of one observation without a run of the graph, where that pays and is the same
 * to the bit.
 *
 * <p>A run costs 7 to 11 us before the first multiplication, with two normalised layers 17. The
 * weights must be copied out of the graph first, for some 30 us; so that is done only where the
 * time between two updates holds more acts than that.
 */
final class SingleActs {
  private static final System.Logger LOG = System.getLogger(SingleActs.class.getName());

  /** Acts after an update, or between the two updates before, from which copying pays. */
  private static final int ENOUGH_ACTS = 8;

  /** The same of a normalised network, of which a run costs twice as much and copying no more. */
  private static final int ENOUGH_NORMALISED_ACTS = 3;

  /** Weights from which the graph is as fast. */
  private static final long LARGE_NETWORK = 300_000;

  /** Observations on which the values must be those of the graph. */
  private static final int CHECKED = 16;

  private final QGraph graph;
  private final @Nullable SingleForward forward;
  private final int observationSize;
  private final int enoughActs;
  private boolean checked;
  private boolean same;
  private boolean stale = true;
  private boolean finite;
  private int acts;
  private int actsBefore;

  SingleActs(QGraph graph, Blueprint blueprint, int observationSize) {
    this.graph = graph;
    this.observationSize = observationSize;
    forward = blueprint.size() < LARGE_NETWORK ? SingleForward.of(blueprint) : null;
    enoughActs = forward != null && forward.normalises() ? ENOUGH_NORMALISED_ACTS : ENOUGH_ACTS;
  }

  /** The weights of the online network are others than before. */
  void weightsChanged() {
    if (acts > 0) {
      actsBefore = acts;
    }
    acts = 0;
    stale = true;
  }

  /**
   * Computes the action values, or leaves it to the graph.
   *
   * @param observations whose first is looked at
   * @param values receives [actions]
   * @return whether it was done
   */
  boolean run(float[] observations, float[] values) {
    if (forward == null || (checked && !same)) {
      return false;
    }
    acts++;
    if (stale) {
      if (acts < enoughActs && actsBefore < enoughActs) {
        return false;
      }
      copyWeights(forward);
    }
    // Eigen multiplies zeros too: with an infinite weight the result is its own affair.
    if (!finite) {
      return false;
    }
    if (!checked) {
      check(forward);
      if (!same) {
        return false;
      }
    }
    forward.run(observations, values);
    return true;
  }

  private void copyWeights(SingleForward forward) {
    List<float[]> weights = forward.weights();
    graph.readOnline(weights);
    forward.weightsFilled();
    float sum = 0;
    for (float[] array : weights) {
      for (float weight : array) {
        sum += weight * 0;
      }
    }
    finite = sum == 0;
    stale = false;
  }

  private void check(SingleForward forward) {
    checked = true;
    SplittableRandom random = new SplittableRandom(1);
    float[] observation = new float[observationSize];
    float[] expected = new float[forward.actions()];
    float[] actual = new float[forward.actions()];
    same = true;
    for (int i = 0; i < CHECKED && same; i++) {
      for (int j = 0; j < observationSize; j++) {
        observation[j] = (float) random.nextDouble(-1, 1);
      }
      graph.actionValues(observation, expected);
      forward.run(observation, actual);
      same = Arrays.equals(expected, actual);
    }
    if (!same) {
      LOG.log(
          Level.DEBUG,
          "Sums are added up otherwise here than known: every act goes through the graph");
    }
  }
}
