package dev.gymbridge.env.conformance;

import dev.gymbridge.env.AutoresetMode;
import dev.gymbridge.env.EnvironmentException;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.InvalidActionException;
import dev.gymbridge.env.Rendering;
import dev.gymbridge.env.ResetNeededException;
import dev.gymbridge.env.VectorEnvironment;
import dev.gymbridge.env.VectorResetOptions;
import dev.gymbridge.env.VectorResetResult;
import dev.gymbridge.env.VectorStepResult;
import dev.gymbridge.env.space.DType;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A vector of toys, all right but for one flaw. */
final class ToyVector implements VectorEnvironment {
  private final VectorEnvironment toys;
  private final Flaw flaw;
  private final double[] reused;
  private boolean[] over;
  private VectorStepResult last;
  private Value sent;
  private boolean begun;
  private boolean closed;

  ToyVector(VectorEnvironment toys, Flaw flaw) {
    this.toys = toys;
    this.flaw = flaw;
    this.reused = new double[toys.numEnvs()];
    this.over = new boolean[toys.numEnvs()];
  }

  private boolean has(Flaw other) {
    return flaw == other;
  }

  @Override
  public int numEnvs() {
    return toys.numEnvs();
  }

  @Override
  public EnvironmentSpec spec() {
    return toys.spec();
  }

  @Override
  public AutoresetMode autoresetMode() {
    return has(Flaw.VECTOR_OF_ONE_MODE) ? AutoresetMode.NEXT_STEP : toys.autoresetMode();
  }

  @Override
  public Space singleObservationSpace() {
    return toys.singleObservationSpace();
  }

  @Override
  public Space singleActionSpace() {
    return toys.singleActionSpace();
  }

  @Override
  public VectorResetResult reset(VectorResetOptions options) {
    begun = true;
    over = new boolean[numEnvs()];
    if (has(Flaw.SEED_LISTS_RAISE_ANOTHER) && options.seeds().size() > numEnvs()) {
      throw new IllegalArgumentException("too many seeds");
    }
    if (has(Flaw.MASKS_RAISE_ANOTHER) && options.mask().size() > numEnvs()) {
      throw new IllegalArgumentException("the mask is too long");
    }
    return reset(options.seeds(), options.mask(), options);
  }

  private VectorResetResult reset(
      List<OptionalLong> seeds, List<Boolean> mask, VectorResetOptions options) {
    List<OptionalLong> given = seeds;
    if (has(Flaw.SEEDS_ALL_ALIKE) && seeds.size() == 1) {
      given = Collections.nCopies(numEnvs(), seeds.get(0));
    } else if (has(Flaw.READS_SEED_LISTS_BACKWARDS) && seeds.size() == numEnvs()) {
      given = new ArrayList<>(seeds);
      Collections.reverse(given);
    }
    boolean all =
        has(Flaw.MASK_RESETS_ALL)
            && mask.size() == numEnvs()
            && mask.contains(true)
            && last != null;
    return toys.reset(new VectorResetOptions(given, options.options(), all ? List.of() : mask));
  }

  @Override
  public void send(Value actions) {
    if (has(Flaw.SENT_ACTIONS_ARE_LOST)) {
      toys.send(NdArray.ofInts(new int[numEnvs()]));
      return;
    }
    if (has(Flaw.SENDS_TWICE) && sent != null) {
      sent = actions;
      return;
    }
    toys.send(actions);
    sent = actions;
  }

  @Override
  public VectorStepResult receive() {
    if (has(Flaw.RECEIVES_UNSENT) && sent == null && last != null) {
      return last;
    }
    sent = null;
    last = flawed(toys.receive());
    return last;
  }

  @Override
  public VectorStepResult step(Value actions) {
    if (has(Flaw.VECTOR_STEPS_BEFORE_RESET) && !begun) {
      reset();
    }
    try {
      last = flawed(toys.step(actions));
      return last;
    } catch (InvalidActionException e) {
      if (has(Flaw.WRONG_BATCH_STEPS)) {
        toys.step(NdArray.ofInts(new int[numEnvs()]));
      }
      throw has(Flaw.WRONG_BATCH_RAISES_ANOTHER) ? new IllegalArgumentException("wrong", e) : e;
    } catch (ResetNeededException e) {
      if (has(Flaw.DISABLED_STEPS_ON) && begun) {
        return last;
      }
      throw e;
    }
  }

  @Override
  public VectorStepResult step(int[] actions) {
    if (has(Flaw.INT_ACTIONS_ARE_LOST)
        && actions.length == numEnvs()
        && actions[actions.length - 1] < 3) {
      return step(NdArray.ofInts(new int[numEnvs()]));
    }
    return step(NdArray.ofInts(actions));
  }

  private VectorStepResult flawed(VectorStepResult result) {
    double[] rewards = result.rewards();
    if (has(Flaw.RESULTS_ARE_REUSED)) {
      System.arraycopy(rewards, 0, reused, 0, rewards.length);
      rewards = reused;
    }
    boolean[] truncated = result.truncated();
    for (int i = 0; i < numEnvs(); i++) {
      if (over[i] && toys.autoresetMode() == AutoresetMode.NEXT_STEP && has(Flaw.RESET_STEP_PAYS)) {
        rewards[i] = 1;
      }
      over[i] = result.ended(i);
      truncated[i] &= !has(Flaw.VECTOR_HAS_ONE_END) || !result.terminated()[i];
    }
    return new VectorStepResult(
        has(Flaw.VECTOR_OF_ANOTHER_DTYPE)
            ? ((NdArray) result.observation()).asType(DType.FLOAT64)
            : result.observation(),
        rewards,
        result.terminated(),
        truncated,
        has(Flaw.LAST_OBSERVATION_IS_LOST) ? null : result.finalObservation(),
        has(Flaw.INFO_WITHOUT_MASKS) ? withoutMasks(result.info()) : result.info(),
        has(Flaw.LAST_INFO_IS_LOST) ? Map.of() : result.finalInfo());
  }

  private static Map<String, Object> withoutMasks(Map<String, Object> info) {
    Map<String, Object> rest = new LinkedHashMap<>(info);
    rest.keySet().removeIf(key -> key.startsWith("_"));
    return rest;
  }

  @Override
  public List<Rendering> render() {
    if (has(Flaw.FEW_FRAMES) && numEnvs() > 8) {
      throw new EnvironmentException("the message is too large");
    }
    List<Rendering> renderings = toys.render();
    return has(Flaw.VECTOR_DRAWS_ONE) ? renderings.subList(0, 1) : renderings;
  }

  @Override
  public void close() {
    if (has(Flaw.VECTOR_CLOSES_ONCE) && closed) {
      throw new EnvironmentException("it is closed already");
    }
    closed = true;
    if (!has(Flaw.VECTOR_USED_AFTER_CLOSE)) {
      toys.close();
    }
  }
}
