package dev.gymbridge.dqn;

import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.network.QNetwork;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays greedy episodes and reports their returns.
 *
 * <pre>{@code
 * try (Evaluator evaluator =
 *     Evaluator.of(config, network, training, n -> source.makeVector(options, n, SAME_STEP))) {
 *   trainer.evaluateWith(evaluator);
 *   trainer.run(stop);
 *   Optional<Evaluation> last = evaluator.evaluate(100, seed, stop);
 * }
 * }</pre>
 *
 * <p>Episode k of an evaluation has the seed {@code seed + k}, however many environments play; only
 * an environment that begins episodes by itself seeds none but its first. Each episode ends: at the
 * environment's own time limit, or else after {@value #USUAL_EPISODE_STEPS} env steps, unless
 * {@code max_evaluation_episode_steps} says less. Environments are made when the first episode is
 * played, not before.
 */
public final class Evaluator implements AutoCloseable {
  /**
   * Where an episode is cut off when nothing else ends it: ten times a CartPole episode, and still
   * soon over.
   */
  public static final int USUAL_EPISODE_STEPS = 5_000;

  /** An environment that takes longer to make pays with few episodes: those that are there do. */
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final QNetwork network;
  private final IntFunction<VectorEnvironment> maker;
  private final EvaluationEnvs envs;
  private final @Nullable Integer mostEpisodeSteps;
  private final NanPolicy nanPolicy;
  private final boolean closes;
  private @Nullable VectorEnvironment environment;
  private @Nullable Rollout rollout;
  private boolean slowToMake;
  private ObjIntConsumer<String> onInterruption = (reason, episodes) -> {};

  private Evaluator(
      QNetwork network,
      IntFunction<VectorEnvironment> maker,
      EvaluationEnvs envs,
      @Nullable Integer mostEpisodeSteps,
      NanPolicy nanPolicy,
      @Nullable VectorEnvironment given) {
    this.network = network;
    this.maker = maker;
    this.envs = envs;
    this.mostEpisodeSteps = mostEpisodeSteps;
    this.nanPolicy = nanPolicy;
    environment = given;
    closes = given == null;
  }

  /** An evaluator on an environment that the caller closes. */
  public Evaluator(VectorEnvironment environment, QNetwork network) {
    this(network, n -> environment, EvaluationEnvs.AUTO, null, NanPolicy.FAIL, environment);
  }

  /** An evaluator on an environment that the caller closes, bounded as the configuration says. */
  static Evaluator on(VectorEnvironment environment, DqnConfig config, QNetwork network) {
    return new Evaluator(
        network,
        n -> environment,
        EvaluationEnvs.AUTO,
        config.evaluation().maxEvaluationEpisodeSteps(),
        config.run().nan(),
        environment);
  }

  /**
   * An evaluator on environments as the configuration says.
   *
   * @param training the environment that trains, which the caller closes
   * @param maker makes so many environments when they are first needed, and others where another
   *     number of episodes asks for another number; {@link #close} closes them
   */
  public static Evaluator of(
      DqnConfig config,
      QNetwork network,
      VectorEnvironment training,
      IntFunction<VectorEnvironment> maker) {
    return new Evaluator(
        network,
        maker,
        config.evaluation().playedOn(),
        config.evaluation().maxEvaluationEpisodeSteps(),
        config.run().nan(),
        config.evaluation().playedOn().shared() ? training : null);
  }

  /**
   * Tells of episodes that were lost with their server.
   *
   * @param listener is handed the reason, as one line, and the number of episodes
   */
  public void onInterruption(ObjIntConsumer<String> listener) {
    onInterruption = listener;
    if (rollout != null) {
      rollout.onDropped(listener);
    }
  }

  /** Whether episodes are played on this very environment. */
  boolean playsOn(VectorEnvironment other) {
    return environment == other;
  }

  /**
   * Plays episodes.
   *
   * @param episodes how many, at least 1
   * @param seed episode k is seeded with {@code seed + k}
   */
  public Evaluation evaluate(int episodes, long seed) {
    return evaluate(episodes, seed, () -> false).orElseThrow();
  }

  /**
   * Plays episodes, unless it is asked to stop.
   *
   * @param episodes how many, at least 1
   * @param seed episode k is seeded with {@code seed + k}
   * @param stopRequested asked before every step of the vector environment
   * @return empty if it was asked to stop: the episodes that were over by then are the short ones
   */
  public Optional<Evaluation> evaluate(int episodes, long seed, BooleanSupplier stopRequested) {
    return evaluate(episodes, seed, stopRequested, () -> false);
  }

  /**
   * Plays episodes, unless it is asked to stop, and fewer of them once it is told that those do.
   *
   * @param enough asked after every step of the vector environment: once it says so, the round that
   *     every environment has begun is the last one
   */
  public Optional<Evaluation> evaluate(
      int episodes, long seed, BooleanSupplier stopRequested, BooleanSupplier enough) {
    if (episodes < 1) {
      throw new IllegalArgumentException("episodes must be at least 1, got " + episodes);
    }
    Rollout playing = rollout(episodes);
    long limit = limit(playing);
    EpisodeShares shares = new EpisodeShares(episodes, playing.numEnvs());
    int[] actions = new int[playing.numEnvs()];
    playing.begin(i -> seed + shares.nextOf(i));
    boolean last = false;
    while (shares.anyLeft()) {
      if (stopRequested.getAsBoolean()) {
        return Optional.empty();
      }
      network.act(playing.observations(), playing.numEnvs(), QNetwork.Acting.EVALUATION, actions);
      playing.send(actions);
      playing.receive();
      shares.note(playing, limit);
      if (!last && enough.getAsBoolean()) {
        last = true;
        shares.endWithThisRound(playing);
      }
      if (!shares.anyLeft()) {
        break; // What advances further may begin episodes, which can take seconds.
      }
      playing.advance();
      if (shares.allWait()) {
        playing.begin(i -> seed + shares.nextOf(i));
        shares.reset();
      }
    }
    return Optional.of(shares.toEvaluation());
  }

  /** The seeds depend on the number of the episode alone. */
  private Rollout rollout(int episodes) {
    if (environment != null && !suits(environment.numEnvs(), episodes)) {
      close();
    }
    if (rollout == null) {
      if (environment == null) {
        int numEnvs = envs.forEpisodes(episodes);
        long start = System.nanoTime();
        environment = maker.apply(numEnvs);
        slowToMake = System.nanoTime() - start > numEnvs * SLOW_NANOS;
      }
      rollout = new Rollout(environment, nanPolicy, network.takesBytes());
      rollout.onDropped(onInterruption);
    }
    return rollout;
  }

  /** Whether so many environments that are there are as many as wanted, or more cost too much. */
  private boolean suits(int numEnvs, int episodes) {
    int wanted = envs.forEpisodes(episodes);
    return numEnvs == wanted || (slowToMake && numEnvs < wanted);
  }

  /** The environment's own time limit, else the usual one; a configured one where it is less. */
  private long limit(Rollout playing) {
    int own = playing.maxEpisodeSteps().orElse(Integer.MAX_VALUE);
    if (mostEpisodeSteps != null) {
      return Math.min(own, mostEpisodeSteps);
    }
    return own == Integer.MAX_VALUE ? USUAL_EPISODE_STEPS : own;
  }

  /** Closes the environments that were made; a second call does nothing. */
  @Override
  public void close() {
    if (closes && environment != null) {
      environment.close();
      environment = null;
      rollout = null;
    }
  }
}
