package dev.gymbridge.dqn;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.InterruptedEpisodes;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A scripted vector: environment i plays episodes of {@code lengths[i]} steps, reward 1 each.
 *
 * <p>Its observation is (episode, step of the episode), both from 0. Episodes of even environments
 * terminate, those of odd ones are truncated.
 */
final class CountingEnvironment implements VectorEnvironment {
  static final long FIRST_ACTION = 5;

  private final int[] lengths;
  private final AutoresetMode autoresetMode;
  private final int[] episode;
  private final int[] step;
  private final boolean[] over;
  final List<long[]> receivedActions = new ArrayList<>();
  final List<Long> seeds = new ArrayList<>();
  private boolean sent;
  private int received;
  private int losesAt = -1;
  private int[] loses = new int[0];

  private OptionalInt timeLimit = OptionalInt.empty();
  private int failsAt = -1;
  private int failsToResetAt = -1;
  private int resets;
  private int spoiltAt = Integer.MIN_VALUE;
  private float spoiltObservation = Float.NaN;
  private double spoiltReward = 1;
  boolean closed;

  CountingEnvironment(AutoresetMode autoresetMode, int... lengths) {
    this.lengths = lengths;
    this.autoresetMode = autoresetMode;
    episode = new int[lengths.length];
    step = new int[lengths.length];
    over = new boolean[lengths.length];
  }

  /** In that call of receive, from 0, these environments begin another episode, interrupted. */
  CountingEnvironment losing(int call, int... environments) {
    losesAt = call;
    loses = environments;
    return this;
  }

  /** Its specification names this time limit, which it does not keep. */
  CountingEnvironment withTimeLimit(int envSteps) {
    timeLimit = OptionalInt.of(envSteps);
    return this;
  }

  /** That call of receive, from 0, fails. */
  CountingEnvironment failingAt(int call) {
    failsAt = call;
    return this;
  }

  /** That call of reset, from 0, fails. */
  CountingEnvironment failingToResetAt(int call) {
    failsToResetAt = call;
    return this;
  }

  /** In that call of receive, from 0, environment 0 gives this reward. */
  CountingEnvironment rewarding(int call, double reward) {
    spoiltAt = call;
    spoiltReward = reward;
    spoiltObservation = Float.NEGATIVE_INFINITY;
    return this;
  }

  /** In that call of receive, from 0, the last observed number of environment 0 is this. */
  CountingEnvironment observing(int call, float number) {
    spoiltAt = call;
    spoiltObservation = number;
    return this;
  }

  @Override
  public int numEnvs() {
    return lengths.length;
  }

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec(
        "Counting-v0", timeLimit, OptionalDouble.empty(), false, List.of(), OptionalDouble.empty());
  }

  @Override
  public AutoresetMode autoresetMode() {
    return autoresetMode;
  }

  @Override
  public Space singleObservationSpace() {
    return new Box(NdArray.of(new float[] {0, 0}, 2), NdArray.of(new float[] {1e9f, 1e9f}, 2));
  }

  @Override
  public Space singleActionSpace() {
    return new Discrete(3, FIRST_ACTION, DType.INT64);
  }

  @Override
  public VectorResetResult reset(VectorResetOptions options) {
    if (resets++ == failsToResetAt) {
      throw new EnvironmentException("the server is gone");
    }
    options.seeds().forEach(seed -> seed.ifPresent(seeds::add));
    for (int i = 0; i < lengths.length; i++) {
      if (options.mask().isEmpty()) {
        episode[i] = 0;
        step[i] = 0;
        over[i] = false;
      } else if (options.mask().get(i)) {
        startNext(i);
      }
    }
    return new VectorResetResult(observation(), Map.of());
  }

  private void startNext(int i) {
    episode[i]++;
    step[i] = 0;
    over[i] = false;
  }

  private Value observation() {
    float[] elements = elements();
    if (received - 1 == spoiltAt && spoiltObservation != Float.NEGATIVE_INFINITY) {
      elements[1] = spoiltObservation;
    }
    return NdArray.of(elements, lengths.length, 2);
  }

  private float[] elements() {
    float[] elements = new float[2 * lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      elements[2 * i] = episode[i];
      elements[2 * i + 1] = step[i];
    }
    return elements;
  }

  @Override
  public void send(Value actions) {
    if (sent) {
      throw new IllegalStateException("a step is under way");
    }
    sent = true;
    receivedActions.add(((NdArray) actions).toLongs());
  }

  @Override
  public VectorStepResult receive() {
    sent = false;
    if (received == failsAt) {
      throw new EnvironmentException("the server is gone");
    }
    int n = lengths.length;
    double[] rewards = new double[n];
    boolean[] terminated = new boolean[n];
    boolean[] truncated = new boolean[n];
    List<Float> finals = new ArrayList<>();
    boolean[] lost = new boolean[n];
    for (int i : received++ == losesAt ? loses : new int[0]) {
      lost[i] = true;
    }
    for (int i = 0; i < n; i++) {
      if (lost[i]) {
        startNext(i);
        continue;
      }
      if (over[i] && autoresetMode == AutoresetMode.NEXT_STEP) {
        startNext(i);
        continue;
      }
      step[i]++;
      rewards[i] = 1;
      over[i] = step[i] == lengths[i];
      terminated[i] = over[i] && i % 2 == 0;
      truncated[i] = over[i] && i % 2 == 1;
      if (over[i] && autoresetMode == AutoresetMode.SAME_STEP) {
        finals.add((float) episode[i]);
        finals.add((float) step[i]);
        startNext(i);
      }
    }
    float[] last = new float[finals.size()];
    for (int i = 0; i < last.length; i++) {
      last[i] = finals.get(i);
    }
    rewards[0] = received - 1 == spoiltAt ? spoiltReward : rewards[0];
    Value finalObservation = last.length == 0 ? null : NdArray.of(last, last.length / 2, 2);
    return new VectorStepResult(
        observation(),
        rewards,
        terminated,
        truncated,
        finalObservation,
        Map.of(),
        Map.of(),
        received - 1 == losesAt ? new InterruptedEpisodes(lost, "b:2 is gone") : null);
  }

  @Override
  public List<Rendering> render() {
    return List.of();
  }

  @Override
  public void close() {
    closed = true;
  }
}
