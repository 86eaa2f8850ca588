package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.tensorflow.layer.Pass;
import dev.gymbridge.replay.Observations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The graph of a Q-network, the session that holds its variables, and the runs prepared on it.
 *
 * <p>Operations for k gradient steps are added when k steps are first asked for, and stay.
 */
final class QGraph implements AutoCloseable {
  /**
   * Gradient steps taken in one run at the most. From four on a run is some 10 % faster a step than
   * single ones; at sixteen the gain was gone. Building costs some 30 ms a step, once.
   */
  static final int MAX_UNROLLED_STEPS = 8;

  /** Prepared runs of different sizes that are kept; the oldest makes way. */
  private static final int KEPT_RUNS = 8;

  private final NetworkConfig config;
  private final Blueprint blueprint;
  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final ObservationPlaceholder observation;
  private final Operand<TFloat32> actionValues;
  private final Operand<TFloat32> noisyActionValues;
  private final @Nullable NoiseSource noise;
  private final BatchPlaceholders batch;
  private final Session.Runner sync;
  private final Session.Runner move;
  private final Session.Runner onlineReader;
  private final InputTensor share = new InputTensor(Shape.scalar());
  private final @Nullable UnrolledSteps[] unrolled = new UnrolledSteps[MAX_UNROLLED_STEPS + 1];
  private final List<ForwardRun> forwardRuns = new ArrayList<>();
  private final List<UpdateRun> updateRuns = new ArrayList<>();

  QGraph(NetworkConfig config, Blueprint blueprint, ComputeSettings settings) {
    this.config = config;
    this.blueprint = blueprint;
    Ops tf = PlainNames.in(graph);
    variables = new Variables(tf, blueprint.weights(), config.optimizer());
    observation = ObservationPlaceholder.of(tf.withName("observation"), config.observation());
    noise = config.layers().noisy() ? new NoiseSource(tf, config.seed()) : null;
    actionValues = actionValues(new Pass(tf, null));
    noisyActionValues =
        noise == null ? actionValues : actionValues(new Pass(tf, noise.draw(tf, 0)));
    batch = new BatchPlaceholders(tf, config.observation());
    session = new Session(graph, false, SessionSettings.of(settings));
    sync = session.runner();
    variables.sync().forEach(sync::addTarget);
    move = session.runner().feed(variables.share(), share.tensor());
    variables.move().forEach(move::addTarget);
    onlineReader = Variables.reader(session, variables.online());
    Variables.load(
        session, variables.all(), variables.initial(blueprint.initialWeights(config.seed())));
  }

  private Operand<TFloat32> actionValues(Pass pass) {
    return blueprint.actionValues(pass, Variables.values(variables.online()), observation.floats());
  }

  /**
   * A run of the online network over n observations.
   *
   * @param noisy whether noise is drawn, where the network has any
   */
  ForwardRun forward(int n, boolean noisy) {
    NoiseSource drawn = noisy ? noise : null;
    for (int i = 0; i < forwardRuns.size(); i++) {
      if (forwardRuns.get(i).fits(n, drawn != null)) {
        return forwardRuns.get(i);
      }
    }
    if (forwardRuns.size() == KEPT_RUNS) {
      forwardRuns.remove(0).close();
    }
    ForwardRun run =
        new ForwardRun(
            session,
            observation.fed(),
            drawn == null ? actionValues : noisyActionValues,
            drawn,
            config.observation(),
            n);
    forwardRuns.add(run);
    return run;
  }

  /**
   * A run of some gradient steps over n transitions.
   *
   * @param steps in [1, MAX_UNROLLED_STEPS]
   * @param surprised whether the run tells how far off each transition was
   */
  UpdateRun update(int steps, int n, boolean surprised) {
    for (int i = 0; i < updateRuns.size(); i++) {
      if (updateRuns.get(i).fits(steps, n, surprised)) {
        return updateRuns.get(i);
      }
    }
    if (updateRuns.size() == KEPT_RUNS) {
      updateRuns.remove(0).close();
    }
    UpdateRun run =
        new UpdateRun(
            session, batch, unrolled(steps), noise, config.observation(), steps, n, surprised);
    updateRuns.add(run);
    return run;
  }

  private UnrolledSteps unrolled(int steps) {
    UnrolledSteps built = unrolled[steps];
    if (built == null) {
      built =
          new UnrolledSteps(
              graph, config, blueprint, variables, new StepNoise(noise), batch, steps);
      unrolled[steps] = built;
    }
    return built;
  }

  void syncTarget() {
    sync.run().close();
  }

  /** Moves the target network by a share of the way to the online network. */
  void moveTarget(float shareOfTheWay) {
    share.set(shareOfTheWay);
    move.run().close();
  }

  /** A copy of all that changes: variables, and the count of draws where noise is drawn. */
  List<StoredArray> read() {
    List<StoredArray> arrays = Variables.read(session, variables.all());
    if (noise != null) {
      arrays.add(noise.stored());
    }
    return arrays;
  }

  /**
   * The action values of one observation of floats.
   *
   * @param values receives [actions]
   */
  void actionValues(float[] observation, float[] values) {
    forward(1, false)
        .run(Observations.wrap(observation, observation.length), values, values.length);
  }

  /** Copies the weights of the online network into arrays of their sizes. */
  void readOnline(List<float[]> into) {
    Variables.readInto(onlineReader, into);
  }

  /** A copy of the weights of the online network. */
  List<StoredArray> readOnline() {
    return Variables.read(session, variables.online());
  }

  /** Puts back what {@link #read} gave. */
  void load(List<StoredArray> arrays) {
    Variables.load(session, variables.all(), arrays);
    if (noise != null) {
      noise.restore(arrays.get(arrays.size() - 1));
    }
  }

  @Override
  public void close() {
    forwardRuns.forEach(ForwardRun::close);
    updateRuns.forEach(UpdateRun::close);
    share.close();
    if (noise != null) {
      noise.close();
    }
    session.close();
    graph.close();
  }
}
