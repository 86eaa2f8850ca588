package dev.gymbridge.network.tensorflow;

import dev.gymbridge.network.NetworkConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
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
  private final Placeholder<TFloat32> observation;
  private final Operand<TFloat32> actionValues;
  private final BatchPlaceholders batch;
  private final Session.Runner sync;
  private final Session.Runner move;
  private final InputTensor share = new InputTensor(Shape.scalar());
  private final @Nullable UnrolledSteps[] unrolled = new UnrolledSteps[MAX_UNROLLED_STEPS + 1];
  private final List<ForwardRun> forwardRuns = new ArrayList<>();
  private final List<UpdateRun> updateRuns = new ArrayList<>();

  QGraph(NetworkConfig config, Blueprint blueprint, ComputeSettings settings) {
    this.config = config;
    this.blueprint = blueprint;
    Ops tf = Ops.create(graph);
    variables = new Variables(tf, blueprint.weights());
    observation =
        tf.withName("observation")
            .placeholder(
                TFloat32.class,
                Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, config.observationSize())));
    actionValues = blueprint.actionValues(tf, Variables.values(variables.online()), observation);
    batch = new BatchPlaceholders(tf, config.observationSize());
    session = new Session(graph, false, SessionSettings.of(settings));
    sync = session.runner();
    variables.sync().forEach(sync::addTarget);
    move = session.runner().feed(variables.share(), share.tensor());
    variables.move().forEach(move::addTarget);
    Variables.load(
        session, variables.all(), variables.initial(blueprint.initialWeights(config.seed())));
  }

  /** A run of the online network over n observations. */
  ForwardRun forward(int n) {
    for (int i = 0; i < forwardRuns.size(); i++) {
      if (forwardRuns.get(i).n() == n) {
        return forwardRuns.get(i);
      }
    }
    if (forwardRuns.size() == KEPT_RUNS) {
      forwardRuns.remove(0).close();
    }
    ForwardRun run =
        new ForwardRun(session, observation, actionValues, n, config.observationSize());
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
            session, batch, unrolled(steps), steps, n, config.observationSize(), surprised);
    updateRuns.add(run);
    return run;
  }

  private UnrolledSteps unrolled(int steps) {
    UnrolledSteps built = unrolled[steps];
    if (built == null) {
      built = new UnrolledSteps(graph, config, blueprint, variables, batch, steps);
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

  /** A copy of all variables. */
  List<StoredArray> read() {
    return Variables.read(session, variables.all());
  }

  /** A copy of the weights of the online network. */
  List<StoredArray> readOnline() {
    return Variables.read(session, variables.online());
  }

  /** Assigns all variables, given as {@link #read} gives them. */
  void load(List<StoredArray> arrays) {
    Variables.load(session, variables.all(), arrays);
  }

  @Override
  public void close() {
    forwardRuns.forEach(ForwardRun::close);
    updateRuns.forEach(UpdateRun::close);
    share.close();
    session.close();
    graph.close();
  }
}
