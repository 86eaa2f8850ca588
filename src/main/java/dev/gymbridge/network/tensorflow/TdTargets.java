package dev.gymbridge.network.tensorflow;

import static java.util.Objects.requireNonNull;

import dev.gymbridge.network.TargetConfig;
import dev.gymbridge.network.tensorflow.head.Greedy;
import dev.gymbridge.network.tensorflow.head.Head;
import dev.gymbridge.network.tensorflow.head.SoftTarget;
import dev.gymbridge.network.tensorflow.head.Successors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What the outputs of some gradient steps are drawn towards, no gradient passing through.
 *
 * <p>The next action is the greedy one of the target network; with double DQN (van Hasselt et al.
 * 2016) that of the online network as it stands before the step; under Munchausen there is none,
 * but a soft policy.
 *
 * <p>The target network stands still during a run, so it sees the transitions of all steps at once,
 * unless it draws noise for each step.
 */
final class TdTargets {
  private final Ops tf;
  private final Blueprint blueprint;
  private final boolean asksOnline;
  private final @Nullable SoftTarget soft;
  private final List<Operand<TFloat32>> targetWeights;
  private final StepNoise noise;
  private final List<Transitions> parts;

  /** Outputs of the target network for the next observations of each step; null until asked for. */
  private final List<@Nullable Operand<TFloat32>> nextOutputs;

  /** The targets of all steps; empty where they wait for the online network or for noise. */
  private final List<Operand<TFloat32>> finished;

  TdTargets(
      Ops tf,
      TargetConfig config,
      Blueprint blueprint,
      Variables variables,
      StepNoise noise,
      Transitions whole,
      List<Transitions> parts) {
    this.tf = tf;
    this.blueprint = blueprint;
    this.noise = noise;
    this.parts = parts;
    soft = soft(config);
    asksOnline = config.doubleDqn() && soft == null;
    targetWeights = Variables.values(variables.target());
    nextOutputs = new ArrayList<>(Collections.nCopies(parts.size(), null));
    finished = new ArrayList<>();
    if (noise.source() == null) {
      Operand<TFloat32> outputs = target(0, StepNoise.Of.TARGET, whole.nextObservations());
      if (asksOnline) {
        nextOutputs.clear();
        nextOutputs.addAll(Transitions.cut(tf, outputs, parts.size()));
      } else {
        finished.addAll(Transitions.cut(tf, ofTargetNetwork(0, whole, outputs), parts.size()));
      }
    }
  }

  private static @Nullable SoftTarget soft(TargetConfig config) {
    TargetConfig.Munchausen munchausen = config.munchausen();
    return munchausen == null
        ? null
        : new SoftTarget(munchausen.alpha(), munchausen.temperature(), munchausen.clip());
  }

  /**
   * The targets of one step.
   *
   * @param step from 0
   * @param online weights of the online network as they stand before the step
   * @return [transitions of the step] or [transitions of the step, K]
   */
  Operand<TFloat32> of(int step, List<Operand<TFloat32>> online) {
    if (!finished.isEmpty()) {
      return finished.get(step);
    }
    Transitions part = parts.get(step);
    Operand<TFloat32> outputs = nextOutputs.get(step);
    if (outputs == null) {
      outputs = target(step, StepNoise.Of.TARGET, part.nextObservations());
    }
    if (!asksOnline) {
      return ofTargetNetwork(step, part, outputs);
    }
    Head head = blueprint.head();
    Operand<TFloat32> opinion =
        blueprint
            .body()
            .apply(noise.pass(tf, step, StepNoise.Of.OPINION), online, part.nextObservations())
            .outputs();
    Operand<TFloat32> policy = Greedy.policy(tf, head.actionValues(tf, opinion));
    return head.target(tf, successors(part, outputs).under(policy));
  }

  private Operand<TFloat32> ofTargetNetwork(
      int step, Transitions transitions, Operand<TFloat32> nextOutputs) {
    Head head = blueprint.head();
    Successors next = successors(transitions, nextOutputs);
    if (soft == null) {
      return head.target(tf, next);
    }
    Operand<TFloat32> here = target(step, StepNoise.Of.HERE, transitions.observations());
    return head.target(tf, requireNonNull(soft).soften(tf, head, here, transitions.taken(), next));
  }

  private Operand<TFloat32> target(int step, StepNoise.Of of, Operand<TFloat32> observations) {
    return blueprint.body().apply(noise.pass(tf, step, of), targetWeights, observations).outputs();
  }

  private static Successors successors(Transitions transitions, Operand<TFloat32> outputs) {
    return new Successors(transitions.rewards(), transitions.discounts(), outputs, null, null);
  }
}
