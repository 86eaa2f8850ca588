package dev.gymbridge.agent;

import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.network.tensorflow.TensorFlowQNetwork;
import dev.gymbridge.run.Decisions;
import dev.gymbridge.run.Policy;
import dev.gymbridge.run.Pretrained;
import dev.gymbridge.run.Recipe;
import dev.gymbridge.run.RunDirectory;
import dev.gymbridge.run.TrainedAgent;
import java.nio.file.Path;

/**
 * A trained agent that acts.
 *
 * <pre>{@code
 * try (Agent agent = Agent.load(Path.of("runs/CartPole-v1/20260102-030405-seed1"))) {
 *   StepResult result = environment.step(agent.act(observation));
 * }
 * }</pre>
 *
 * <p>It needs neither Python nor an environment. Not thread-safe.
 */
public final class Agent implements AutoCloseable {
  private final TrainedAgent trained;
  private final Decisions decisions;

  private Agent(TrainedAgent trained) {
    this.trained = trained;
    this.decisions = trained.decisions();
  }

  /**
   * Loads the agent of a run: the best where there is one, else the last.
   *
   * @param path a run directory, or its {@code best} or {@code checkpoint}, or an export
   * @throws dev.gymbridge.run.RunDirectoryException if there is no agent; the message says why
   */
  public static Agent load(Path path) {
    Path named = path.toAbsolutePath().normalize();
    Path parent = named.getParent();
    boolean best = named.endsWith("best");
    if (parent != null && (best || named.endsWith("checkpoint"))) {
      RunDirectory run = RunDirectory.open(parent);
      return load(run, best ? Policy.BEST : Policy.FINAL);
    }
    RunDirectory run = RunDirectory.open(path);
    return load(run, Policy.preferred(run));
  }

  /**
   * Loads an agent that comes with gymbridge.
   *
   * @param environmentId such as {@code CartPole-v1}
   * @throws dev.gymbridge.run.RunDirectoryException if there is none; the message says which are
   */
  public static Agent pretrained(String environmentId) {
    return load(Pretrained.run(environmentId), Policy.BEST);
  }

  /** Loads one of the agents of a run. */
  public static Agent load(RunDirectory run, Policy policy) {
    return new Agent(TrainedAgent.load(run, policy, TensorFlowQNetwork::create));
  }

  /** How it was trained, and on what. */
  public Recipe recipe() {
    return trained.recipe();
  }

  /** What it observes. */
  public Space observationSpace() {
    return decisions.observationSpace();
  }

  /** What it does. */
  public Space actionSpace() {
    return decisions.actionSpace();
  }

  /**
   * The action that it thinks best.
   *
   * @throws IllegalArgumentException if the observation is none of {@link #observationSpace()}
   */
  public Value act(Value observation) {
    return decisions.act(observation);
  }

  /** The same for an observation that is a row of floats, and actions that are counted. */
  public int act(float... observation) {
    return Math.toIntExact(((NdArray) act(row(observation))).getLong(0));
  }

  /**
   * What it thinks each action is worth, [actions].
   *
   * @throws IllegalArgumentException if the observation is none of {@link #observationSpace()}
   */
  public float[] values(Value observation) {
    return decisions.values(observation);
  }

  /** The same for an observation that is a row of floats. */
  public float[] values(float... observation) {
    return values(row(observation));
  }

  private static Value row(float[] observation) {
    return NdArray.of(observation, observation.length);
  }

  @Override
  public void close() {
    trained.close();
  }
}
