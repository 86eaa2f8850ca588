package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.ExportFormat;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.UpdateResult;
import dev.gymbridge.replay.Batch;
import dev.gymbridge.replay.Observations;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;

/**
 * A Q-network as a TensorFlow graph, with its optimiser in the graph.
 *
 * <pre>{@code
 * NetworkConfig config = NetworkConfig.of(ObservationShape.flat(4), 2).withSeed(seed);
 * try (QNetwork network = TensorFlowQNetwork.create(config)) {
 *   network.act(observations, n, actions);
 *   network.update(batch, 10, 0.0005);
 *   network.syncTarget();
 * }
 * }</pre>
 *
 * <p>Loss, optimisers, clipping by the global norm and initial weights are those of PyTorch ({@code
 * smooth_l1_loss}, {@code Adam}, {@code clip_grad_norm_}, {@code Linear}). All numbers are float32.
 * The same seed and the same calls give the same bits on the same machine.
 *
 * <p>Not thread-safe. Native memory is freed by {@link #close} and by nothing else; after it every
 * other call throws {@link IllegalStateException}.
 */
public final class TensorFlowQNetwork implements QNetwork {
  private final NetworkConfig config;
  private final NetworkArguments arguments;
  private final Blueprint blueprint;
  private final QGraph graph;
  private final SingleActs singleActs;
  private float[] values = new float[0];
  private boolean closed;

  private TensorFlowQNetwork(NetworkConfig config, ComputeSettings settings) {
    this.config = config;
    arguments = new NetworkArguments(config);
    blueprint = Blueprint.of(config);
    graph = new QGraph(config, blueprint, settings);
    singleActs = new SingleActs(graph, blueprint, config.observationSize());
  }

  /**
   * A network with fresh weights, both networks alike, and as many threads as suit its size.
   *
   * @param config shape, loss, optimiser and seed
   * @throws NativeLibraryException if TensorFlow has none for this platform, or it was left out
   */
  public static TensorFlowQNetwork create(NetworkConfig config) {
    return create(config, ComputeSettings.forNetwork(config));
  }

  /**
   * A network with fresh weights, both networks alike.
   *
   * @param config shape, loss, optimiser and seed
   * @param settings how many threads it uses
   */
  public static TensorFlowQNetwork create(NetworkConfig config, ComputeSettings settings) {
    NativeSettings.apply();
    return new TensorFlowQNetwork(config, settings);
  }

  /**
   * Begins to load TensorFlow's native library, and returns at once: a second or two that can pass
   * while a server starts. The first network waits for the rest of it.
   */
  public static void prepare() {
    NativeSettings.applyMeanwhile();
  }

  /** The version of TensorFlow's native library, such as {@code 2.18.0}; loads it. */
  public static String tensorFlowVersion() {
    NativeSettings.apply();
    return TensorFlow.version();
  }

  @Override
  public int observationSize() {
    return config.observationSize();
  }

  @Override
  public int actions() {
    return config.actions();
  }

  @Override
  public boolean takesBytes() {
    return config.observation().isBytes();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if n is below 1, an array is too short for it, or the
   *     observations are not of the size and kind of this network
   */
  @Override
  public void actionValues(Observations observations, int n, float[] values) {
    compute(observations, n, false, values);
  }

  private void compute(Observations observations, int n, boolean noisy, float[] values) {
    requireOpen();
    arguments.requireFitting(observations);
    NetworkArguments.requireRoom("observations", observations.rows(), n, 1);
    NetworkArguments.requireRoom("values", values.length, n, config.actions());
    if (n > 1 || observations.isBytes() || !singleActs.run(observations.floats(), values)) {
      graph.forward(n, noisy).run(observations, values, n * config.actions());
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if n is below 1, an array is too short for it, or the
   *     observations are not of the size and kind of this network
   */
  @Override
  public void act(Observations observations, int n, Acting acting, int[] greedy) {
    NetworkArguments.requireRoom("greedy", greedy.length, n, 1);
    int actions = config.actions();
    if (values.length < n * actions) {
      values = new float[n * actions];
    }
    compute(observations, n, acting == Acting.TRAINING, values);
    for (int i = 0; i < n; i++) {
      greedy[i] = indexOfLargest(values, i * actions, actions);
    }
  }

  private static int indexOfLargest(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the batch does not fit this network, cannot be cut into
   *     that many equal slices, or holds an action that is out of range; if the learning rate is
   *     below 0 or not finite; or if there is no room for the surprises
   */
  @Override
  public UpdateResult update(
      Batch batch, int gradientSteps, double learningRate, float @Nullable [] surprises) {
    requireOpen();
    arguments.requireFitting(batch, gradientSteps);
    NetworkArguments.requireLearningRate(learningRate);
    if (surprises != null) {
      NetworkArguments.requireRoom("surprises", surprises.length, batch.size(), 1);
    }
    singleActs.weightsChanged();
    int perStep = batch.size() / gradientSteps;
    double loss = 0;
    double meanQ = 0;
    // Runs of equal length where it can be: each length is another part of the graph.
    int runs = (gradientSteps - 1) / QGraph.MAX_UNROLLED_STEPS + 1;
    int stepsOfRun = (gradientSteps - 1) / runs + 1;
    for (int done = 0; done < gradientSteps; ) {
      int steps = Math.min(stepsOfRun, gradientSteps - done);
      UpdateRun run = graph.update(steps, steps * perStep, surprises != null);
      run.run(batch, done * perStep, (float) learningRate, surprises);
      loss += run.lossSum();
      meanQ += run.meanQSum();
      done += steps;
    }
    return new UpdateResult(loss / gradientSteps, meanQ / gradientSteps);
  }

  @Override
  public void syncTarget() {
    requireOpen();
    graph.syncTarget();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the share is not in (0, 1]
   */
  @Override
  public void moveTarget(double share) {
    requireOpen();
    NetworkArguments.requireShare(share);
    graph.moveTarget((float) share);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The file is {@code q-network.bin}. It replaces an older one in one move, so that a crash
   * leaves the older or the newer, never a part.
   */
  @Override
  public Consumer<Path> snapshot() {
    requireOpen();
    List<StoredArray> variables = graph.read();
    return directory -> Checkpoint.write(directory, blueprint.description(), variables);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Everything is checked before anything is assigned: after an exception the network is what it
   * was.
   */
  @Override
  public void restore(Path directory) {
    requireOpen();
    load(Checkpoint.read(directory, blueprint.description(), graph.read()));
  }

  /**
   * {@inheritDoc}
   *
   * @param to a directory that is empty or does not exist, or a file that does not
   * @throws java.io.UncheckedIOException if it is there already, or cannot be written
   * @throws UnsupportedOperationException if the format is ONNX and its library is missing
   */
  @Override
  public void export(ExportFormat format, Path to, Map<String, String> provenance) {
    requireOpen();
    List<StoredArray> weights = graph.readOnline();
    if (format == ExportFormat.ONNX) {
      OnnxFile.write(to, blueprint, config, weights, provenance);
    } else {
      ServingModel.write(to, blueprint, config.observation(), weights, provenance);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      graph.close();
    }
  }

  /** All that changes, by name, for tests. */
  List<StoredArray> variables() {
    return graph.read();
  }

  /** Puts back what {@link #variables} gave. */
  void load(List<StoredArray> variables) {
    singleActs.weightsChanged();
    graph.load(variables);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "the network is closed; create another and restore a checkpoint into it");
    }
  }
}
