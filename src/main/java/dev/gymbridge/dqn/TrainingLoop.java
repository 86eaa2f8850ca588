package dev.gymbridge.dqn;

import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.QNetwork;
import dev.gymbridge.network.UpdateResult;
import dev.gymbridge.replay.ReplayBuffer;
import dev.gymbridge.replay.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Acts, remembers, learns, and does what is then due; step by step.
 *
 * <p>Between two steps, and wherever a step waits for an environment, its state can be kept: what
 * goes on from there does what would have been done.
 */
final class TrainingLoop implements Stateful {
  private final DqnConfig config;
  private final VectorEnvironment environment;
  private final Audience audience;
  private final Rollout rollout;
  private final RandomStream episodeSeeds;
  private final EpsilonSchedule epsilonSchedule;
  private final EpsilonGreedy policy;
  private final Learner learner;
  private final Evaluations evaluations;
  private final Course course;
  private final Dues dues;

  private final int[] actions; // [N]
  private boolean chosen; // whether the actions are those of a step that did not come back yet
  private long skipped;
  private boolean storable = true;

  TrainingLoop(
      DqnConfig config,
      RandomStreams streams,
      VectorEnvironment environment,
      QNetwork network,
      Audience audience) {
    this.config = config;
    this.environment = environment;
    this.audience = audience;
    rollout = new Rollout(environment, config.run().nan(), network.takesBytes());
    rollout.onDropped((reason, dropped) -> tellOfInterruption(dropped, false, reason));
    episodeSeeds = streams.stream("environment");
    epsilonSchedule = config.epsilonSchedule();
    policy =
        new EpsilonGreedy(
            network, streams.stream("exploration"), config.exploration().epsilonRepeat());
    int frames = ObservationShapes.of(environment.singleObservationSpace()).frames();
    learner = new Learner(config, environment.numEnvs(), frames, network, streams.stream("replay"));
    rollout.onLost(learner::cutEpisode);
    evaluations = new Evaluations(config, streams, network);
    course = new Course(config.run());
    dues = new Dues(config, course, learner, evaluations, audience);
    actions = new int[environment.numEnvs()];
  }

  Evaluations evaluations() {
    return evaluations;
  }

  Course course() {
    return course;
  }

  /** Everything with state, by the name under which a checkpoint holds it. */
  Map<String, Stateful> parts() {
    Map<String, Stateful> parts = new LinkedHashMap<>();
    parts.put("course", course);
    parts.put("loop", this);
    parts.put("evaluations", evaluations);
    parts.put("exploration", policy);
    parts.put("episode seeds", episodeSeeds);
    parts.put("learner", learner);
    parts.put("episodes", rollout);
    return parts;
  }

  ReplayBuffer replay() {
    return learner.replay();
  }

  Counters counters() {
    return dues.counters();
  }

  TrainingProgress progress() {
    return new TrainingProgress(
        course.envSteps(), learner.gradientSteps(), course.episodes(), epsilon());
  }

  void tellOfInterruption(int dropped, boolean evaluation, String reason) {
    EpisodesInterrupted event =
        new EpisodesInterrupted(course.envSteps(), dropped, evaluation, reason);
    audience.tell(listener -> listener.onEpisodesInterrupted(event));
  }

  /** Whether the state is one to go on from, and the network is sound. */
  boolean isStorable() {
    return storable && learner.isSound();
  }

  void requireSoundWeights() {
    learner.requireSoundWeights();
  }

  /** Whether nothing is left to be learned, also of what the last step made due. */
  boolean isOver() {
    return (course.finished() && dues.areSettled()) || evaluations.solved();
  }

  /** Starts the episodes, or brings them back, and does what an earlier sitting left to do. */
  void begin(boolean resumed, BooleanSupplier stopRequested) {
    rollout.countFrom(course.envSteps());
    if (resumed) {
      rollout.bringBack(i -> episodeSeeds.nextSeed());
      settle(stopRequested);
    } else {
      rollout.begin(i -> episodeSeeds.nextSeed());
    }
  }

  /** Takes a step with every environment, learns meanwhile, and does what is due after it. */
  void step(BooleanSupplier stopRequested) {
    if (!chosen) {
      policy.choose(rollout.observations(), epsilon(), actions);
      chosen = true;
    }
    rollout.send(actions);
    if (config.learning().learnWhileStepping()) {
      dues.learn(learner.learnsLong() ? stopRequested : () -> false);
    }
    rollout.receive();
    storable = false;
    remember();
    chosen = false;
    storable = true;
    rollout.advance();
    settle(stopRequested);
  }

  private void remember() {
    for (int i = 0; i < actions.length; i++) {
      learner.remember(rollout, i, actions[i]);
      if (!rollout.isTransition(i)) {
        continue;
      }
      course.tookEnvStep();
      if (rollout.ended(i)) {
        course.finishedEpisode();
        finishEpisode(i);
      }
    }
    if (rollout.skipped() > skipped) {
      skipped = rollout.skipped();
      TransitionsSkipped event = new TransitionsSkipped(course.envSteps(), skipped);
      audience.tell(listener -> listener.onTransitionsSkipped(event));
    }
  }

  private void finishEpisode(int i) {
    UpdateResult means = learner.takeMeans();
    EpisodeFinished event =
        new EpisodeFinished(
            course.episodes(),
            course.envSteps(),
            learner.gradientSteps(),
            rollout.episodeReturn(i),
            rollout.episodeLength(i),
            epsilon(),
            means.loss(),
            means.meanQ(),
            rollout.terminated(i),
            rollout.truncated(i),
            rollout.episodeSeed(i),
            learner.replay().size(),
            config.learning().learningRateAt(course.fractionDone()));
    audience.tell(listener -> listener.onEpisode(event));
    if (config.run().recordActions()) {
      ActionsTaken taken = new ActionsTaken(course.episodes(), rollout.episodeActions(i));
      audience.tell(listener -> listener.onActions(taken));
    }
  }

  private double epsilon() {
    return epsilonSchedule.value(counters().in(epsilonSchedule.decay().unit()));
  }

  private void settle(BooleanSupplier stopRequested) {
    if (dues.settle(stopRequested)) {
      evaluateBetweenEpisodes(stopRequested);
    }
  }

  private void evaluateBetweenEpisodes(BooleanSupplier stopRequested) {
    if (!evaluations.playsOn(environment)) {
      evaluateIfOwed(stopRequested);
    } else if (evaluations.owed() && (rollout.numEnvs() > 1 || rollout.episodesBegin())) {
      evaluateIfOwed(stopRequested);
      if (!evaluations.owed()) { // else it was asked to stop, and the episodes are as they were
        learner.cutEpisodes();
        rollout.begin(i -> episodeSeeds.nextSeed());
      }
    }
  }

  void evaluateIfOwed(BooleanSupplier stopRequested) {
    if (evaluations.owed()) {
      learner.requireSoundWeights();
      evaluations.play(counters(), stopRequested).ifPresent(this::tellOfEvaluation);
    }
  }

  private void tellOfEvaluation(EvaluationFinished event) {
    storable = false;
    audience.tell(listener -> listener.onEvaluation(event));
    storable = true;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    dues.write(out);
    out.writeBoolean(chosen);
    for (int action : actions) {
      out.writeInt(action);
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    dues.read(in);
    chosen = in.readBoolean();
    for (int i = 0; i < actions.length; i++) {
      actions[i] = in.readInt();
    }
  }
}
