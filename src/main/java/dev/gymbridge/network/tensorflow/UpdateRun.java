package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.replay.Batch;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.ndarray.buffer.IntDataBuffer;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Some gradient steps over exactly n transitions, with the input tensors and the runner kept. */
final class UpdateRun implements AutoCloseable {
  private final int steps;
  private final int n;
  private final @Nullable NoiseSource noise;
  private final ObservationTensor observations;
  private final TInt32 actions;
  private final IntDataBuffer actionMemory;
  private final InputTensor rewards;
  private final ObservationTensor nextObservations;
  private final InputTensor discounts;
  private final InputTensor weights;
  private final InputTensor learningRate;
  private final Session.Runner runner;
  private final boolean surprised;
  private final float[] scaledWeights;
  private final float[] report;

  /**
   * Allocates the inputs.
   *
   * @param noise that the steps draw; null for none
   * @param steps how many gradient steps {@code unrolled} takes
   * @param n transitions, a multiple of the steps
   * @param surprised whether the runs tell how far off each transition was
   */
  UpdateRun(
      Session session,
      BatchPlaceholders batch,
      UnrolledSteps unrolled,
      @Nullable NoiseSource noise,
      ObservationShape observation,
      int steps,
      int n,
      boolean surprised) {
    this.noise = noise;
    this.steps = steps;
    this.n = n;
    this.surprised = surprised;
    observations = new ObservationTensor(observation, n);
    actions = TInt32.tensorOf(Shape.of(n));
    actionMemory = actions.asRawTensor().data().asInts();
    rewards = new InputTensor(Shape.of(n));
    nextObservations = new ObservationTensor(observation, n);
    discounts = new InputTensor(Shape.of(n));
    weights = new InputTensor(Shape.of(n));
    learningRate = new InputTensor(Shape.scalar());
    scaledWeights = new float[n];
    report = new float[2 * steps];
    runner =
        session
            .runner()
            .feed(batch.observations().fed(), observations.tensor())
            .feed(batch.actions(), actions)
            .feed(batch.rewards(), rewards.tensor())
            .feed(batch.nextObservations().fed(), nextObservations.tensor())
            .feed(batch.discounts(), discounts.tensor())
            .feed(batch.weights(), weights.tensor())
            .feed(batch.learningRate(), learningRate.tensor())
            .fetch(unrolled.report());
    if (noise != null) {
      noise.feed(runner);
    }
    if (surprised) {
      runner.fetch(unrolled.surprises());
    }
    unrolled.assignments().forEach(runner::addTarget);
  }

  boolean fits(int wantedSteps, int wantedN, boolean wantedSurprised) {
    return steps == wantedSteps && n == wantedN && surprised == wantedSurprised;
  }

  /**
   * Takes the steps.
   *
   * @param batch of which n transitions are used
   * @param from the first of them
   * @param rate the learning rate
   * @param surprises receives how far off they were, from the same index on; null where the run was
   *     not made to tell
   */
  void run(Batch batch, int from, float rate, float @Nullable [] surprises) {
    observations.fill(batch.observations(), from);
    actionMemory.write(batch.actions(), from, n);
    rewards.fill(batch.rewards(), from);
    nextObservations.fill(batch.nextObservations(), from);
    discounts.fill(batch.discounts(), from);
    float perStep = (float) n / steps;
    for (int i = 0; i < n; i++) {
      scaledWeights[i] = batch.weights()[from + i] / perStep;
    }
    weights.fill(scaledWeights, 0);
    learningRate.set(rate);
    if (noise != null) {
      noise.advance(steps * StepNoise.DRAWS);
    }
    try (Result result = runner.run()) {
      floats(result, 0).read(report);
      if (surprises != null) {
        floats(result, 1).read(surprises, from, n);
      }
    }
  }

  private static FloatDataBuffer floats(Result result, int output) {
    return ((TFloat32) result.get(output)).asRawTensor().data().asFloats();
  }

  /** The sum of the losses of the steps of the last run. */
  double lossSum() {
    return sum(0);
  }

  /** The sum over the steps of the last run of the mean of Q(observation, action). */
  double meanQSum() {
    return sum(steps);
  }

  private double sum(int from) {
    double sum = 0;
    for (int i = from; i < from + steps; i++) {
      sum += report[i];
    }
    return sum;
  }

  @Override
  public void close() {
    observations.close();
    actions.close();
    rewards.close();
    nextObservations.close();
    discounts.close();
    weights.close();
    learningRate.close();
  }
}
