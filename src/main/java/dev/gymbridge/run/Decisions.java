package dev.gymbridge.run;

import com.google.gson.JsonObject;
import dev.gymbridge.dqn.GreedyActor;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.NdArray;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.network.QNetwork;
import java.util.List;

/** What a trained agent does on an observation. Not thread-safe. */
public final class Decisions {
  private final Adaptation adaptation;
  private final Space actionSpace;
  private final GreedyActor actor;

  private Decisions(Adaptation adaptation, Space actionSpace, QNetwork network) {
    this.adaptation = adaptation;
    this.actionSpace = actionSpace;
    actor =
        new GreedyActor(
            network, adaptation.observationSpace(), (Discrete) adaptation.actions().space());
  }

  static Decisions of(TrainedOn trainedOn, QNetwork network) {
    JsonObject json = trainedOn.json();
    Space observed = SpaceReader.read(json.getAsJsonObject("observation_space"));
    Space actions = SpaceReader.read(json.getAsJsonObject("action_space"));
    String id = json.get("environment").getAsString();
    return new Decisions(Adaptation.of(id, observed, actions, List.of()), actions, network);
  }

  /** What the agent observes; of a Dict more keys may be given. */
  public Space observationSpace() {
    return adaptation.observationSpace();
  }

  /** The environment's own actions. */
  public Space actionSpace() {
    return actionSpace;
  }

  /**
   * The greedy action, as the environment takes it.
   *
   * @throws IllegalArgumentException if the observation is none of {@link #observationSpace()}
   */
  public Value act(Value observation) {
    return adaptation.actions().one(NdArray.scalar(actor.act(observed(observation))));
  }

  /**
   * The action values, [actions], in the order of the actions.
   *
   * @throws IllegalArgumentException if the observation is none of {@link #observationSpace()}
   */
  public float[] values(Value observation) {
    return actor.values(observed(observation));
  }

  private Value observed(Value observation) {
    Value observed = adaptation.observe(observation);
    if (!observationSpace().contains(observed)) {
      throw new IllegalArgumentException(
          "the agent was trained on observations of %s, got %s"
              .formatted(observationSpace(), observation));
    }
    return observed;
  }
}
