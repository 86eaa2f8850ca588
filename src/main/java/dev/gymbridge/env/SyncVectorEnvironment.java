package dev.gymbridge.env;

import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A vector of environments that are stepped one after the other, in the caller's thread, as {@code
 * gymnasium.vector.SyncVectorEnv} does.
 *
 * <pre>{@code
 * try (VectorEnvironment vector =
 *     SyncVectorEnvironment.of(MyEnvironment::new, 8, AutoresetMode.NEXT_STEP)) {
 *   vector.reset(7);
 *   VectorStepResult result = vector.step(new int[8]);
 * }
 * }</pre>
 *
 * <p>What they return is held to the spaces that they declare, bounds aside. It owns its
 * environments and closes them. If one raises in a step, those before it were stepped and the
 * others were not: the vector then asks for a reset of all.
 */
public final class SyncVectorEnvironment implements VectorEnvironment {
  private final List<Environment> environments;
  private final AutoresetMode autoresetMode;
  private final Value[] observations; // [N], the last of each; empty until begun
  private final boolean[] over; // [N], whose episode is over and who was not reset since
  private @Nullable Value sent;
  private boolean begun;
  private boolean closed;

  private SyncVectorEnvironment(List<Environment> environments, AutoresetMode autoresetMode) {
    this.environments = environments;
    this.autoresetMode = autoresetMode;
    this.observations = new Value[environments.size()];
    this.over = new boolean[environments.size()];
  }

  /**
   * A vector of environments that are all made in the same way.
   *
   * @param maker called {@code numEnvs} times; if it throws, what it made before is closed
   * @param numEnvs how many, at least 1
   * @throws IllegalArgumentException if numEnvs is below 1, or the spaces differ
   * @throws EnvironmentException if one is null, or lacks a spec or a space
   */
  public static SyncVectorEnvironment of(
      Supplier<? extends Environment> maker, int numEnvs, AutoresetMode autoresetMode) {
    List<Environment> made = new ArrayList<>();
    try {
      for (int i = 0; i < numEnvs; i++) {
        made.add(CheckedEnvironment.made(maker));
      }
      return ofChecked(made, autoresetMode);
    } catch (RuntimeException e) {
      made.forEach(Environment::close);
      throw e;
    }
  }

  /**
   * A vector of given environments, which it then owns.
   *
   * @param environments at least one, all with the same spaces
   * @throws IllegalArgumentException if there is none, or the spaces differ; none was closed
   * @throws EnvironmentException if one lacks a spec or a space; none was closed
   */
  public static SyncVectorEnvironment of(
      List<? extends Environment> environments, AutoresetMode autoresetMode) {
    return ofChecked(
        environments.stream().<Environment>map(CheckedEnvironment::new).toList(), autoresetMode);
  }

  private static SyncVectorEnvironment ofChecked(
      List<Environment> environments, AutoresetMode autoresetMode) {
    if (environments.isEmpty()) {
      throw new IllegalArgumentException("a vector has at least 1 environment, got 0");
    }
    Environment first = environments.get(0);
    for (Environment environment : environments) {
      requireEqual("observation", first.observationSpace(), environment.observationSpace());
      requireEqual("action", first.actionSpace(), environment.actionSpace());
    }
    return new SyncVectorEnvironment(List.copyOf(environments), autoresetMode);
  }

  private static void requireEqual(String which, Space first, Space other) {
    if (!first.equals(other)) {
      throw new IllegalArgumentException(
          "the environments of a vector must have the same %s space, got %s and %s"
              .formatted(which, first, other));
    }
  }

  @Override
  public int numEnvs() {
    return environments.size();
  }

  @Override
  public EnvironmentSpec spec() {
    return environments.get(0).spec();
  }

  @Override
  public AutoresetMode autoresetMode() {
    return autoresetMode;
  }

  @Override
  public Space singleObservationSpace() {
    return environments.get(0).observationSpace();
  }

  @Override
  public Space singleActionSpace() {
    return environments.get(0).actionSpace();
  }

  @Override
  public VectorResetResult reset(VectorResetOptions options) {
    requireOpen();
    requireNothingSent();
    List<OptionalLong> seeds = VectorResets.seeds(options, numEnvs());
    VectorResets.requireMaskAllowed(options.mask(), numEnvs(), autoresetMode, begun);
    List<Map<String, Object>> infos = noInfos();
    boolean begunBefore = begun;
    begun = false; // until all went well
    for (int i = 0; i < numEnvs(); i++) {
      if (options.mask().isEmpty() || options.mask().get(i)) {
        infos.set(i, begin(i, new ResetOptions(seeds.get(i), options.options())));
      }
    }
    begun = begunBefore || options.mask().isEmpty() || !options.mask().contains(false);
    return new VectorResetResult(stack(List.of(observations)), BatchedInfo.of(infos));
  }

  private Map<String, Object> begin(int i, ResetOptions options) {
    ResetResult result = environments.get(i).reset(options);
    observations[i] = result.observation();
    over[i] = false;
    return result.info();
  }

  private List<Map<String, Object>> noInfos() {
    return new ArrayList<>(Collections.nCopies(numEnvs(), Map.of()));
  }

  private void requireOpen() {
    if (closed) {
      throw new EnvironmentException(
          "the vector of %d %s is closed; make another".formatted(numEnvs(), spec().id()));
    }
  }

  private void requireNothingSent() {
    if (sent != null) {
      throw new IllegalStateException("a step was sent and not received; call receive() first");
    }
  }

  @Override
  public void send(Value actions) {
    requireOpen();
    requireNothingSent();
    sent = actions;
  }

  @Override
  public VectorStepResult receive() {
    Value actions = sent;
    if (actions == null) {
      throw new IllegalStateException("no step was sent; call send(actions) first");
    }
    sent = null;
    if (!begun) {
      throw new ResetNeededException("step called before reset; call reset() first");
    }
    List<Value> each = checkedActions(actions);
    VectorResets.requireNoneOver(over, autoresetMode);
    begun = false; // until all went well
    VectorStepResult result = advance(each);
    begun = true;
    return result;
  }

  private List<Value> checkedActions(Value actions) {
    Space space = singleActionSpace();
    List<Value> each = new ArrayList<>(numEnvs());
    for (int i = 0; i < numEnvs(); i++) {
      Value action;
      try {
        action = Batching.unstack(space, actions, numEnvs(), i);
      } catch (IllegalArgumentException e) {
        throw new InvalidActionException(
            "actions must be a batch of %d values of %s, got %s"
                .formatted(numEnvs(), space, actions),
            e);
      }
      if (!space.contains(action)) {
        throw new InvalidActionException(
            "action of environment %d must be in %s, got %s".formatted(i, space, action));
      }
      each.add(action);
    }
    return each;
  }

  private VectorStepResult advance(List<Value> actions) {
    double[] rewards = new double[numEnvs()];
    boolean[] terminated = new boolean[numEnvs()];
    boolean[] truncated = new boolean[numEnvs()];
    List<Map<String, Object>> infos = noInfos();
    List<Map<String, Object>> finalInfos = noInfos();
    List<Value> finalObservations = new ArrayList<>();
    for (int i = 0; i < numEnvs(); i++) {
      if (over[i]) { // NEXT_STEP: this step only resets
        infos.set(i, begin(i, ResetOptions.UNSEEDED));
        continue;
      }
      StepResult result = environments.get(i).step(actions.get(i));
      observations[i] = result.observation();
      rewards[i] = result.reward();
      terminated[i] = result.terminated();
      truncated[i] = result.truncated();
      infos.set(i, result.info());
      over[i] = result.ended();
      if (result.ended() && autoresetMode == AutoresetMode.SAME_STEP) {
        finalObservations.add(result.observation());
        finalInfos.set(i, result.info());
        infos.set(i, begin(i, ResetOptions.UNSEEDED));
      }
    }
    return new VectorStepResult(
        stack(List.of(observations)),
        rewards,
        terminated,
        truncated,
        finalObservations.isEmpty() ? null : stack(finalObservations),
        BatchedInfo.of(infos),
        BatchedInfo.of(finalInfos));
  }

  private Value stack(List<Value> values) {
    try {
      return Batching.stack(singleObservationSpace(), values);
    } catch (IllegalArgumentException e) {
      throw new EnvironmentException(
          "observations outside %s: %s".formatted(singleObservationSpace(), e.getMessage()), e);
    }
  }

  @Override
  public List<Rendering> render() {
    return environments.stream().map(Environment::render).toList();
  }

  @Override
  public void close() {
    closed = true;
    environments.forEach(Environment::close);
  }
}
