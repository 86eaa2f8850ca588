package dev.gymbridge.run;

import dev.gymbridge.dqn.DqnConfig;
import dev.gymbridge.dqn.Evaluator;
import dev.gymbridge.dqn.GreedyActor;
import dev.gymbridge.env.Environment;
import dev.gymbridge.env.Frame;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.network.QNetwork;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** One episode played moment by moment, which ends in any case. */
public final class ShownEpisode {
  private final Environment environment;
  private final int mostSteps;
  private final Acting acting;
  private final Function<Value, float[]> valuing;

  /** Says what is done. */
  @FunctionalInterface
  private interface Acting {
    /** The action of a step, from 0 on, as the environment counts it. */
    long act(Value observation, int step);
  }

  private ShownEpisode(
      Environment environment, int mostSteps, Acting acting, Function<Value, float[]> valuing) {
    this.environment = environment;
    this.mostSteps = mostSteps;
    this.acting = acting;
    this.valuing = valuing;
  }

  /**
   * Greedy episodes of a network; it closes neither.
   *
   * @param config says after how many env steps an episode is cut off
   */
  public static ShownEpisode greedy(Environment environment, QNetwork network, DqnConfig config) {
    GreedyActor actor =
        new GreedyActor(
            network, environment.observationSpace(), (Discrete) environment.actionSpace());
    return new ShownEpisode(
        environment,
        mostSteps(environment, config),
        (observation, step) -> actor.act(observation),
        actor::values);
  }

  /** An episode of a training as it was, to be played with its seed; the caller closes it. */
  public static ShownEpisode recorded(Environment environment, RecordedEpisode recorded) {
    long first = ((Discrete) environment.actionSpace()).start();
    int[] actions = recorded.actions();
    return new ShownEpisode(
        environment,
        actions.length,
        (observation, step) -> first + actions[step],
        observation -> new float[0]);
  }

  private static int mostSteps(Environment environment, DqnConfig config) {
    Integer configured = config.evaluation().maxEvaluationEpisodeSteps();
    int own = environment.spec().maxEpisodeSteps().orElse(Integer.MAX_VALUE);
    if (configured != null) {
      return Math.min(own, configured);
    }
    return own == Integer.MAX_VALUE ? Evaluator.USUAL_EPISODE_STEPS : own;
  }

  /**
   * How an episode went.
   *
   * @param episodeReturn the undiscounted sum of its rewards
   * @param length its env steps
   * @param end how it came to its end
   */
  public record Result(double episodeReturn, int length, End end) {
    /** What a person should know of its end: empty, or such as {@code (cut off after 9 steps)}. */
    public String remark() {
      return end == End.CUT_OFF ? " (cut off after %,d steps)".formatted(length) : "";
    }
  }

  /** How an episode came to its end. */
  public enum End {
    /** The environment ended it. */
    BY_ITSELF,
    /** It had as many env steps as are allowed. */
    CUT_OFF,
    /** Who takes the moments wanted no more, or it was asked to stop. */
    BROKEN_OFF
  }

  /**
   * Plays it.
   *
   * @param audience takes each moment, the first before the first step
   * @param stopRequested asked before every step
   */
  public Result play(long seed, Audience audience, BooleanSupplier stopRequested) {
    Playing playing = begin(seed);
    while (!stopRequested.getAsBoolean() && playing.show(audience) && !playing.isOver()) {
      playing.step();
    }
    return playing.result();
  }

  /** Begins one that is played step by step, as long as no other of this environment is begun. */
  public Playing begin(long seed) {
    return new Playing(environment.reset(ResetOptions.seeded(seed)).observation());
  }

  /** An episode under way. */
  public final class Playing {
    private Value observation;
    private double episodeReturn;
    private int length;
    private boolean ended;

    private Playing(Value first) {
      observation = first;
    }

    /** Whether there is no further step. */
    public boolean isOver() {
      return ended || length == mostSteps;
    }

    /** Takes the next step. */
    public void step() {
      StepResult result = environment.step(acting.act(observation, length));
      // As in progress.csv, whose returns leave out what is not finite.
      episodeReturn += Double.isFinite(result.reward()) ? result.reward() : 0;
      observation = result.observation();
      ended = result.ended();
      length++;
    }

    /** How it went, or goes. */
    public Result result() {
      End end = ended ? End.BY_ITSELF : isOver() ? End.CUT_OFF : End.BROKEN_OFF;
      return new Result(episodeReturn, length, end);
    }

    /** Shows how it is now; false as soon as the audience wants no more. */
    public boolean show(Audience audience) {
      float[] values = valuing.apply(observation);
      for (Frame frame : environment.render().frames()) {
        if (!audience.take(new Moment(frame, length, episodeReturn, values))) {
          return false;
        }
      }
      return true;
    }
  }

  /** Takes moments as they come. */
  @FunctionalInterface
  public interface Audience {
    /** Takes one; false ends the episode. */
    boolean take(Moment moment);
  }
}
