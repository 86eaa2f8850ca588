package dev.gymbridge.dqn;

import dev.gymbridge.env.Environment;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetOptions;
import dev.gymbridge.env.ResetResult;
import dev.gymbridge.env.StepResult;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * A task of few states whose action values can be computed: each (state, action) leads to one next
 * state with one reward, and perhaps to the end. Every episode is cut after some steps.
 */
final class TinyTask implements Environment {
  /** What the action in a state leads to; the next state is drawn at random where it is -1. */
  record Outcome(int next, double reward, boolean terminated) {}

  private static final int ANY_STATE = -1;

  private final String id;
  private final Outcome[][] outcomes; // [states][actions]
  private final int firstState;
  private final int cutAfter;
  private SplittableRandom random = new SplittableRandom(0);
  private int state;
  private int steps;

  private TinyTask(String id, Outcome[][] outcomes, int firstState, int cutAfter) {
    this.id = id;
    this.outcomes = outcomes;
    this.firstState = firstState;
    this.cutAfter = cutAfter;
  }

  /** The action that is the state earns 1, any other nothing; the next state is any. */
  static TinyTask identity(int states, int cutAfter) {
    Outcome[][] outcomes = new Outcome[states][states];
    for (int s = 0; s < states; s++) {
      for (int a = 0; a < states; a++) {
        outcomes[s][a] = new Outcome(ANY_STATE, s == a ? 1 : 0, false);
      }
    }
    return new TinyTask("Identity-v0", outcomes, ANY_STATE, cutAfter);
  }

  /**
   * Action 1 goes on, the last time to the end, for 1; action 0 goes back to the start, for 0.1.
   */
  static TinyTask chain(int states, int cutAfter) {
    Outcome[][] outcomes = new Outcome[states][];
    for (int s = 0; s < states; s++) {
      boolean last = s == states - 1;
      outcomes[s] =
          new Outcome[] {
            new Outcome(0, 0.1, false), new Outcome(last ? s : s + 1, last ? 1 : 0, last)
          };
    }
    return new TinyTask("Chain-v0", outcomes, 0, cutAfter);
  }

  int states() {
    return outcomes.length;
  }

  int actions() {
    return outcomes[0].length;
  }

  /**
   * The action values, [states][actions], that n-step returns lead to where every action is tried
   * as often: the optimal ones for n = 1, by value iteration. More steps follow the tries, not the
   * best action, which nothing here corrects.
   */
  double[][] actionValues(double discount, int n) {
    double[][] values = new double[states()][actions()];
    for (int sweep = 0; sweep < 2000; sweep++) {
      double[] ahead = new double[states()];
      for (int s = 0; s < states(); s++) {
        ahead[s] = Arrays.stream(values[s]).max().orElseThrow();
      }
      for (int k = 1; k < n; k++) {
        double[][] tried = backedUp(ahead, discount);
        for (int s = 0; s < states(); s++) {
          ahead[s] = Arrays.stream(tried[s]).average().orElseThrow();
        }
      }
      values = backedUp(ahead, discount);
    }
    return values;
  }

  private double[][] backedUp(double[] stateValues, double discount) {
    double mean = Arrays.stream(stateValues).average().orElseThrow();
    double[][] values = new double[states()][actions()];
    for (int s = 0; s < states(); s++) {
      for (int a = 0; a < actions(); a++) {
        Outcome outcome = outcomes[s][a];
        double next = outcome.next() == ANY_STATE ? mean : stateValues[outcome.next()];
        values[s][a] = outcome.reward() + (outcome.terminated() ? 0 : discount * next);
      }
    }
    return values;
  }

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec(
        id,
        OptionalInt.of(cutAfter),
        OptionalDouble.empty(),
        false,
        List.of(),
        OptionalDouble.empty());
  }

  @Override
  public Space observationSpace() {
    return new Discrete(states());
  }

  @Override
  public Space actionSpace() {
    return new Discrete(actions());
  }

  @Override
  public ResetResult reset(ResetOptions options) {
    options.seed().ifPresent(seed -> random = new SplittableRandom(seed));
    steps = 0;
    enter(firstState);
    return new ResetResult(NdArray.scalar(state), Map.of());
  }

  private void enter(int next) {
    state = next == ANY_STATE ? random.nextInt(states()) : next;
  }

  @Override
  public StepResult step(Value action) {
    Outcome outcome = outcomes[state][(int) ((NdArray) action).getLong(0)];
    steps++;
    enter(outcome.next());
    return new StepResult(
        NdArray.scalar(state), outcome.reward(), outcome.terminated(), steps == cutAfter, Map.of());
  }

  @Override
  public Rendering render() {
    throw new UnsupportedOperationException("nobody looks");
  }

  @Override
  public void close() {}
}
