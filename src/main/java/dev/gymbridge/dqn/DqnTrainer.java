package dev.gymbridge.dqn;

import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.UpdateResult;
import dev.gymbridge.replay.Stateful;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deep Q-learning: acts, remembers, learns.
 *
 * <pre>{@code
 * DqnTrainer trainer = new DqnTrainer(config, seed, environment, network);
 * trainer.evaluateWith(evaluator);
 * trainer.listen(listener);
 * TrainingEnded ended = trainer.run(() -> false);
 * }</pre>
 *
 * <p>Source: Mnih et al. 2015, Algorithm 1. Differs from the paper: a truncated episode bootstraps,
 * Adam, the Huber loss with an optional clip of the gradient norm, a coin for each environment.
 *
 * <p>Every random choice comes from the seed: the same seed, configuration and environment give the
 * same events on the same machine. The trainer closes nothing that it was handed.
 */
public final class DqnTrainer {
  private static final long PROGRESS_PERIOD_NANOS = 20_000_000;

  private final DqnConfig config;
  private final RandomStreams streams;
  private final VectorEnvironment environment;
  private final QNetwork network;
  private final Rollout rollout;
  private final EpsilonSchedule epsilonSchedule;
  private final EpsilonGreedy policy;
  private final RandomStream episodeSeeds;
  private final Learner learner;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final Evaluations evaluations;
  private @Nullable Path checkpointDirectory;
  private Consumer<Path> besideWeights = weights -> {};
  private BooleanSupplier stopRequested = () -> false;

  private long envSteps;
  private long episodes;
  private long trainPeriodsOwed;
  private long skipped;
  private long progressToldNanos = System.nanoTime() - PROGRESS_PERIOD_NANOS;

  /**
   * A trainer that has done nothing yet.
   *
   * @throws UnsupportedEnvironmentException if DQN cannot learn the environment
   */
  public DqnTrainer(DqnConfig config, long seed, VectorEnvironment environment, QNetwork network) {
    this.config = config;
    this.streams = new RandomStreams(seed);
    this.environment = environment;
    this.network = network;
    rollout = new Rollout(environment, config.run().nan(), network.takesBytes());
    rollout.onDropped((reason, dropped) -> tellOfInterruption(dropped, false, reason));
    episodeSeeds = streams.stream("environment");
    epsilonSchedule = config.epsilonSchedule();
    policy = new EpsilonGreedy(network, streams.stream("exploration"));
    learner = new Learner(config, environment.numEnvs(), network, streams.stream("replay"));
    rollout.onLost(learner::cutEpisode);
    evaluations = new Evaluations(config, streams, network);
  }

  /** The seed of the initial weights in a run of this seed. */
  public static long networkSeed(long seed) {
    return new RandomStreams(seed).seedFor("network");
  }

  /**
   * Plays greedy episodes with this evaluator as the configuration says; the caller closes it.
   *
   * <p>One that plays on the environment that trains waits for the end of an episode; with several
   * environments it breaks their episodes off, which are then counted nowhere.
   */
  public void evaluateWith(Evaluator evaluator) {
    evaluator.onInterruption((reason, dropped) -> tellOfInterruption(dropped, true, reason));
    evaluations.playWith(evaluator);
  }

  /** Plays greedy episodes on this environment as the configuration says; the caller closes it. */
  public void evaluateOn(VectorEnvironment evaluationEnvironment) {
    evaluateWith(Evaluator.on(evaluationEnvironment, config, network));
  }

  private void tellOfInterruption(int dropped, boolean evaluation, String reason) {
    EpisodesInterrupted event = new EpisodesInterrupted(envSteps, dropped, evaluation, reason);
    tell(listener -> listener.onEpisodesInterrupted(event));
  }

  /** Tells a listener what happens. */
  public void listen(TrainingListener listener) {
    listeners.add(listener);
  }

  /**
   * Writes checkpoints here, each replacing the one before at once.
   *
   * @param checkpoint everything needed to resume
   * @param best the network alone, as it was at its best evaluation
   */
  public void checkpointTo(Path checkpoint, Path best) {
    checkpointTo(checkpoint, best, weights -> {});
  }

  /**
   * Writes checkpoints likewise.
   *
   * @param beside writes into either directory, before it takes its place, what is to stand beside
   *     the weights
   */
  public void checkpointTo(Path checkpoint, Path best, Consumer<Path> beside) {
    checkpointDirectory = checkpoint;
    besideWeights = beside;
    evaluations.keepBestIn(best, beside);
  }

  /**
   * Continues the run of a checkpoint where it was, but for the episodes under way: new ones begin.
   *
   * @throws dev.gymbridge.network.CheckpointException if it cannot be read
   */
  public void resumeFrom(Path checkpoint) {
    Checkpoint.Progress progress = Checkpoint.read(checkpoint, network, parts());
    envSteps = progress.envSteps();
    episodes = progress.episodes();
    if (progress.evaluations() != null) {
      evaluations.resumeFrom(progress.evaluations());
    }
    trainPeriodsOwed = progress.trainPeriodsOwed();
  }

  /** What has state, in the order in which a checkpoint holds it. */
  private List<Stateful> parts() {
    return List.of(policy, episodeSeeds, learner);
  }

  /**
   * Trains until the configured end, the configured return, or the request to stop.
   *
   * <p>Whatever ends it early leaves a checkpoint, unless the network itself is no longer finite.
   *
   * @param newStopRequested asked after every step of the vector environment, also in evaluations
   * @throws NonFiniteException if a number is not finite, and the configuration says to fail
   */
  public TrainingEnded run(BooleanSupplier newStopRequested) {
    stopRequested = newStopRequested;
    long startedNanos = System.nanoTime();
    try {
      train();
      return end(startedNanos);
    } catch (RuntimeException e) {
      checkpointAfter(e);
      throw e;
    }
  }

  private void train() {
    int[] actions = new int[rollout.numEnvs()];
    tell(listener -> listener.onStarted(started()));
    evaluateIfOwed();
    learner.cutEpisodes();
    rollout.countFrom(envSteps);
    rollout.begin(i -> episodeSeeds.nextSeed());

    while (!finished() && !evaluations.solved() && !stopRequested.getAsBoolean()) {
      Counters before = counters();
      policy.choose(rollout.observations(), epsilon(), actions);
      rollout.send(actions);
      if (config.learning().learnWhileStepping()) {
        learnIfOwed();
      }
      rollout.receive();
      remember(actions);
      rollout.advance();
      if (learner.isReady()) {
        trainPeriodsOwed += config.learning().trainPeriod().multiplesBetween(before, counters());
      }
      if (!config.learning().learnWhileStepping()) {
        learnIfOwed();
      }
      runPeriodic(before);
      tellProgress();
    }
  }

  /** As often as a display is drawn at most: an event for each step would be garbage for nobody. */
  private void tellProgress() {
    long now = System.nanoTime();
    if (now - progressToldNanos >= PROGRESS_PERIOD_NANOS) {
      progressToldNanos = now;
      TrainingProgress event = progress();
      tell(listener -> listener.onProgress(event));
    }
  }

  private void remember(int[] actions) {
    for (int i = 0; i < actions.length; i++) {
      learner.remember(rollout, i, actions[i]);
      if (!rollout.isTransition(i)) {
        continue;
      }
      envSteps++;
      if (rollout.ended(i)) {
        episodes++;
        finishEpisode(i);
      }
    }
    if (rollout.skipped() > skipped) {
      skipped = rollout.skipped();
      tell(listener -> listener.onTransitionsSkipped(new TransitionsSkipped(envSteps, skipped)));
    }
  }

  private void learnIfOwed() {
    for (; trainPeriodsOwed > 0; trainPeriodsOwed--) {
      learner.learn(fractionDone());
    }
  }

  /** What is due since {@code before}, in the order that makes a checkpoint complete. */
  private void runPeriodic(Counters before) {
    Counters now = counters();
    if (config.learning().targetUpdatePeriod().multiplesBetween(before, now) > 0) {
      learner.updateTarget();
      TargetSynced event = new TargetSynced(envSteps, learner.gradientSteps(), episodes);
      tell(listener -> listener.onTargetSynced(event));
    }
    Span evaluationPeriod = config.evaluation().evaluationPeriod();
    if (evaluationPeriod != null && evaluationPeriod.multiplesBetween(before, now) > 0) {
      evaluations.becomeDue(envSteps);
    }
    evaluateBetweenEpisodes();
    if (config.run().checkpointPeriod().multiplesBetween(before, now) > 0) {
      checkpoint();
    }
  }

  private void evaluateBetweenEpisodes() {
    if (!evaluations.playsOn(environment)) {
      evaluateIfOwed();
    } else if (evaluations.owed() && (rollout.numEnvs() > 1 || rollout.episodesBegin())) {
      evaluateIfOwed();
      learner.cutEpisodes();
      rollout.begin(i -> episodeSeeds.nextSeed());
    }
  }

  private void evaluateIfOwed() {
    if (evaluations.owed()) {
      learner.requireSoundWeights();
      evaluations
          .play(counters(), stopRequested)
          .ifPresent(event -> tell(listener -> listener.onEvaluation(event)));
    }
  }

  private void checkpoint() {
    if (checkpointDirectory != null) {
      learner.requireSoundWeights();
      Checkpoint.Progress progress =
          new Checkpoint.Progress(
              envSteps, learner.gradientSteps(), episodes, trainPeriodsOwed, evaluations.state());
      Checkpoint.write(checkpointDirectory, progress, network, parts(), besideWeights);
    }
  }

  /** What was trained so far is kept, whatever ended it; the checkpoint before stays if not. */
  private void checkpointAfter(RuntimeException failure) {
    if (!learner.isSound()) {
      return;
    }
    try {
      checkpoint();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private TrainingEnded end(long startedNanos) {
    TrainingEnded.Reason reason =
        evaluations.solved()
            ? TrainingEnded.Reason.SOLVED
            : finished() ? TrainingEnded.Reason.COMPLETED : TrainingEnded.Reason.INTERRUPTED;
    checkpoint();
    if (reason == TrainingEnded.Reason.COMPLETED
        && config.evaluation().evaluationPeriod() != null) {
      evaluations.becomeDue(envSteps);
      if (evaluations.owed()) {
        evaluateIfOwed();
        checkpoint();
      }
    }
    double wallSeconds = (System.nanoTime() - startedNanos) / 1e9;
    TrainingEnded ended =
        new TrainingEnded(envSteps, learner.gradientSteps(), episodes, wallSeconds, reason);
    tell(listener -> listener.onEnded(ended));
    return ended;
  }

  private void finishEpisode(int i) {
    UpdateResult means = learner.takeMeans();
    EpisodeFinished event =
        new EpisodeFinished(
            episodes,
            envSteps,
            learner.gradientSteps(),
            rollout.episodeReturn(i),
            rollout.episodeLength(i),
            epsilon(),
            means.loss(),
            means.meanQ(),
            rollout.terminated(i),
            rollout.truncated(i),
            rollout.episodeSeed(i),
            learner.replay().size());
    tell(listener -> listener.onEpisode(event));
  }

  private double epsilon() {
    return epsilonSchedule.value(counters().in(epsilonSchedule.decay().unit()));
  }

  private boolean finished() {
    return fractionDone() >= 1;
  }

  private double fractionDone() {
    Long totalEnvSteps = config.run().totalEnvSteps();
    Long totalEpisodes = config.run().totalEpisodes();
    return totalEnvSteps != null
        ? (double) envSteps / totalEnvSteps
        : (double) episodes / Objects.requireNonNull(totalEpisodes);
  }

  private Counters counters() {
    return new Counters(envSteps, learner.gradientSteps(), episodes);
  }

  private TrainingStarted started() {
    Long totalEnvSteps = config.run().totalEnvSteps();
    Long totalEpisodes = config.run().totalEpisodes();
    return new TrainingStarted(
        environment.spec().id(),
        totalEnvSteps == null ? 0 : totalEnvSteps,
        totalEpisodes == null ? 0 : totalEpisodes,
        envSteps,
        episodes);
  }

  /** How far it is now; also after {@link #run} has thrown. */
  public TrainingProgress progress() {
    return new TrainingProgress(envSteps, learner.gradientSteps(), episodes, epsilon());
  }

  private void tell(Consumer<TrainingListener> event) {
    listeners.forEach(event);
  }
}
