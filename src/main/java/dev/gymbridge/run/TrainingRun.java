package dev.gymbridge.run;

import com.sun.management.OperatingSystemMXBean;
import dev.gymbridge.checkpoint.CheckpointStore;
import dev.gymbridge.checkpoint.StoredCheckpoint;
import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.DqnTrainer;
import dev.gymbridge.dqn.Evaluation;
import dev.gymbridge.dqn.Evaluator;
import dev.gymbridge.dqn.GrowingFile;
import dev.gymbridge.dqn.TrainingListener;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentSource;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.CheckpointException;
import dev.gymbridge.network.NetworkConfig;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.run.RunEnvironment.Made;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A run, from a recipe to a summary.
 *
 * <pre>{@code
 * try (TrainingRun run = TrainingRun.open(recipe, source, "CartPole-v1", networks)) {
 *   run.listen(listener);
 *   Summary summary = run.train(RunDirectory.createAt(path), false, versions, () -> false);
 *   run.evaluate(1_000_000, () -> false);
 * }
 * }</pre>
 *
 * <p>It prints nothing: what it has to say it tells its listeners, or leaves in the run directory.
 * Whatever ends the training, a checkpoint and a summary of what there is are left behind.
 */
public final class TrainingRun implements AutoCloseable {
  private final Recipe recipe;
  private final Made<VectorEnvironment> training;
  private final List<String> needs;
  private final QNetwork network;
  private final Evaluator evaluator;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final Map<String, GrowingFile> kept = new LinkedHashMap<>();
  private Consumer<String> onNote = note -> {};
  private @Nullable RunLock lock;
  private ObjIntConsumer<String> onEvaluationInterrupted = (reason, episodes) -> {};

  private TrainingRun(
      Recipe recipe,
      Made<VectorEnvironment> training,
      List<String> needs,
      QNetwork network,
      Evaluator evaluator) {
    this.recipe = recipe;
    this.training = training;
    this.needs = needs;
    this.network = network;
    this.evaluator = evaluator;
  }

  /**
   * Makes the environments that are trained on, and the network.
   *
   * @param source closed by the caller, after this
   * @param sourceId the id that the source knows
   * @throws dev.gymbridge.dqn.UnsupportedEnvironmentException if DQN cannot learn the environment
   * @throws NotEnoughMemoryException if the run would not fit
   */
  public static TrainingRun open(
      Recipe recipe, EnvironmentSource source, String sourceId, NetworkMaker networks) {
    Made<VectorEnvironment> training =
        make(recipe, source, sourceId, recipe.config().run().numEnvs());
    try {
      TrainedOn trainedOn = training.trainedOn();
      Recipe suiting = recipe.suiting(trainedOn.observation());
      DqnConfig config = suiting.config();
      NetworkConfig networkConfig =
          config.networkConfig(
              trainedOn.observation(), trainedOn.actions(), DqnTrainer.networkSeed(recipe.seed()));
      MemoryNeed memory = MemoryNeed.of(config, networkConfig, recipe.environment());
      memory.requireFits(Runtime.getRuntime().maxMemory(), machineBytes());
      List<String> needs = new ArrayList<>(List.of(memory.text()));
      MemoryNeed.ofLargeNetwork(networkConfig).ifPresent(needs::add);
      QNetwork network = networks.make(networkConfig);
      Evaluator evaluator =
          Evaluator.of(
              config,
              network,
              training.environment(),
              n -> makeToEvaluate(suiting, source, sourceId, n));
      return new TrainingRun(suiting, training, needs, network, evaluator);
    } catch (RuntimeException e) {
      RunEnvironment.close(training.environment());
      throw e;
    }
  }

  private static Made<VectorEnvironment> make(
      Recipe recipe, EnvironmentSource source, String sourceId, int numEnvs) {
    return RunEnvironment.vector(source, recipe.options(sourceId), numEnvs, recipe.environment());
  }

  private static VectorEnvironment makeToEvaluate(
      Recipe recipe, EnvironmentSource source, String sourceId, int numEnvs) {
    try {
      return make(recipe, source, sourceId, numEnvs).environment();
    } catch (EnvironmentException e) {
      throw new EnvironmentException(
          "%s. It was made to evaluate on, beside what is trained on; where there can be no other, such as one robot, set evaluation_envs to \"shared\" (a run that goes on may, too)"
              .formatted(e.getMessage()),
          e);
    }
  }

  private static long machineBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /** What is trained; the preset is the one that suits the observations, if none was asked for. */
  public Recipe recipe() {
    return recipe;
  }

  /** What a person should know before the first step, a sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(training.notes());
    notes.addAll(needs);
    return notes;
  }

  /** The network that is trained; closed with the run. */
  public QNetwork network() {
    return network;
  }

  /** Tells a listener what happens; one that fails ends the run. */
  public void listen(TrainingListener listener) {
    listeners.add(listener);
  }

  /** Keeps the file of a listener as long as checkpoints say, as {@link DqnTrainer#keep} does. */
  public void keep(String name, GrowingFile file) {
    kept.put(name, file);
  }

  /** Is handed what a person should know of how the run goes on, a sentence at a time. */
  public void onNote(Consumer<String> listener) {
    onNote = listener;
  }

  /** Is handed why episodes of {@link #evaluate} were lost with their server, and how many. */
  public void onEvaluationInterrupted(ObjIntConsumer<String> listener) {
    onEvaluationInterrupted = listener;
  }

  /** Goes on from the newest checkpoint that is whole, or from the beginning if there is none. */
  private void resume(DqnTrainer trainer, RunDirectory run, CheckpointStore checkpoints) {
    TrainedOn.read(run).requireSame(training.trainedOn(), run.toString());
    Optional<StoredCheckpoint> newest = checkpoints.newest();
    if (newest.isPresent()) {
      StoredCheckpoint checkpoint = newest.get();
      checkpoint.passedOver().forEach(damage -> onNote.accept("passed over checkpoint " + damage));
      training.trainedOn().requireSameBeside(checkpoint.directory());
      trainer.resumeFrom(checkpoint);
      checkpoints.goOnFrom(checkpoint);
    } else {
      run.beginAnew();
      onNote.accept("the run was stopped before its first checkpoint: it begins anew");
    }
  }

  private void tellOfEarlierEpisodes(RunDirectory run) {
    long[] episode = {0};
    ProgressCsv.read(
        run.progress(),
        (envSteps, episodeReturn) -> {
          episode[0]++;
          listeners.forEach(each -> each.onEarlierEpisode(episode[0], episodeReturn));
        });
  }

  /**
   * Trains until the end of the recipe or the request to stop, and writes {@code summary.json}.
   *
   * @param resumed whether to go on from the checkpoint of the run
   * @param versions what it runs on, for {@code config.json}
   * @param stopRequested asked after every step, also of evaluations
   * @return what the run came to; also when it was stopped by breaking a wait
   * @throws RuntimeException what ended the training; the summary is written all the same
   */
  public Summary train(
      RunDirectory run,
      boolean resumed,
      Map<String, String> versions,
      BooleanSupplier stopRequested) {
    DqnTrainer trainer =
        new DqnTrainer(recipe.config(), recipe.seed(), training.environment(), network);
    if (recipe.config().evaluation().evaluationPeriod() != null) {
      trainer.evaluateWith(evaluator);
    }
    lock = RunLock.take(run);
    Summary summary = new Summary(run);
    try (RunTables tables = new RunTables(run, recipe.config())) {
      tables.keepIn(trainer);
      kept.forEach(trainer::keep);
      CheckpointStore checkpoints = run.checkpoints();
      if (resumed) {
        resume(trainer, run, checkpoints);
        tellOfEarlierEpisodes(run);
      }
      recipe.write(run, training.trainedOn(), versions);
      trainer.checkpointTo(
          checkpoints,
          run.bestPolicies(),
          training.trainedOn()::writeBeside,
          recipe.provenance(versions));
      tables.listenTo(trainer);
      trainer.listen(summary);
      listeners.forEach(trainer::listen);
      trainer.run(stopRequested);
    } catch (RuntimeException e) {
      summary.brokeOff(trainer.progress(), e, stopRequested.getAsBoolean());
      writeAfter(e, summary);
      if (!stopRequested.getAsBoolean() || e instanceof CheckpointException) {
        throw e;
      }
      return summary;
    }
    summary.writeIfBegun();
    return summary;
  }

  /** What ended the training is told, whatever else goes wrong. */
  private static void writeAfter(RuntimeException cause, Summary summary) {
    try {
      summary.writeIfBegun();
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /**
   * Plays the final evaluation, on the environments of the evaluations before, or on those that
   * were trained on where none was wanted.
   *
   * @param seed of the first environment
   * @return empty if none is wanted, or it was asked to stop
   */
  public Optional<Evaluation> evaluate(long seed, BooleanSupplier stopRequested) {
    int episodes = recipe.config().evaluation().finalEvaluationEpisodes();
    if (episodes == 0 || stopRequested.getAsBoolean()) {
      return Optional.empty();
    }
    evaluator.onInterruption(onEvaluationInterrupted);
    Double seconds = recipe.config().evaluation().finalEvaluationSeconds();
    long start = System.nanoTime();
    return evaluator.evaluate(
        episodes,
        seed,
        stopRequested,
        () -> seconds != null && System.nanoTime() - start > seconds * 1e9);
  }

  /** Closes the environments; the network stays. A second call does nothing. */
  public void closeEnvironments() {
    evaluator.close();
    RunEnvironment.close(training.environment());
  }

  @Override
  public void close() {
    RunLock.closeIfHeld(lock);
    closeEnvironments();
    network.close();
  }
}
