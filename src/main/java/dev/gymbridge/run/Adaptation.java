package dev.gymbridge.run;

import dev.gymbridge.dqn.ObservationShapes;
import dev.gymbridge.dqn.SpaceCheck;
import dev.gymbridge.dqn.UnsupportedEnvironmentException;
import dev.gymbridge.env.space.Box;
import dev.gymbridge.env.space.Dict;
import dev.gymbridge.env.space.DictValue;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.env.space.Value;
import dev.gymbridge.network.ObservationShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How an agent sees an environment and acts in it: which keys of a Dict it observes, and how an
 * action of several numbers is counted as one.
 */
final class Adaptation {
  /** Four frames of 84 x 84, as Mnih et al. 2015 learn from; more is mostly waste. */
  private static final int LARGE_PICTURE = 84 * 84 * 4;

  private final Space observationSpace;
  private final CountedActions actions;
  private final List<String> notes;

  private Adaptation(Space observationSpace, CountedActions actions, List<String> notes) {
    this.observationSpace = observationSpace;
    this.actions = actions;
    this.notes = notes;
  }

  /**
   * Finds out how DQN can learn an environment.
   *
   * @param keys of a Dict that are observed; empty for all that can be learned from
   * @throws UnsupportedEnvironmentException if it cannot; the message says what is in the way
   */
  static Adaptation of(
      String environmentId, Space observationSpace, Space actionSpace, List<String> keys) {
    List<String> notes = new ArrayList<>();
    Space observed = observed(environmentId, observationSpace, keys, notes);
    CountedActions actions = CountedActions.of(actionSpace);
    SpaceCheck.requireLearnable(environmentId, observed, actions.space());
    if (actions.areSeveralNumbers()) {
      notes.add("%s actions are counted as %s".formatted(actionSpace, actions.space()));
    }
    if (!(observed instanceof Box) && !(observed instanceof Discrete)) {
      notes.add(
          "observations of %s are flattened to %d numbers"
              .formatted(observed, observed.flatSize()));
    }
    ObservationShape shape = ObservationShapes.of(observed);
    if (shape.isPicture() && shape.isBytes() && shape.size() > LARGE_PICTURE) {
      notes.add(
          ("observations are large pictures (%s); smaller ones learn faster:"
                  + " --wrapper GrayscaleObservation --wrapper ResizeObservation:shape=[84,84]")
              .formatted(observed));
    }
    return new Adaptation(observed, actions, notes);
  }

  private static Space observed(
      String environmentId, Space space, List<String> keys, List<String> notes) {
    if (!(space instanceof Dict dict)) {
      if (keys.isEmpty()) {
        return space;
      }
      throw new UnsupportedEnvironmentException(
          "the observations of %s have no keys, they are %s; leave out --observation-keys"
              .formatted(environmentId, space));
    }
    Map<String, Space> chosen = new LinkedHashMap<>();
    for (String key : keys.isEmpty() ? dict.spaces().keySet() : keys) {
      Space part = dict.spaces().get(key);
      if (part == null) {
        throw new UnsupportedEnvironmentException(
            "the observations of %s have no key \"%s\"; there are %s"
                .formatted(environmentId, key, String.join(", ", dict.spaces().keySet())));
      }
      if (isOfOneSize(part) || !keys.isEmpty()) {
        chosen.put(key, part);
      } else {
        notes.add(
            "the observation \"%s\" is left out: values of %s differ in size".formatted(key, part));
      }
    }
    return chosen.isEmpty() || (keys.isEmpty() && chosen.size() == dict.spaces().size())
        ? space
        : new Dict(chosen);
  }

  private static boolean isOfOneSize(Space space) {
    try {
      return space.flatSize() >= 0;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  /** Whether an environment of these spaces can be used as it is. */
  boolean changesNothing(Space ofObservations, Space ofActions) {
    return observationSpace.equals(ofObservations) && actions.space().equals(ofActions);
  }

  /** What a person should know of it, a sentence each. */
  List<String> notes() {
    return notes;
  }

  Space observationSpace() {
    return observationSpace;
  }

  CountedActions actions() {
    return actions;
  }

  /** What of an observation, or a batch of them, the agent sees. */
  Value observe(Value observation) {
    if (observationSpace instanceof Dict dict && observation instanceof DictValue all) {
      if (all.values().size() == dict.spaces().size()) {
        return observation;
      }
      Map<String, Value> seen = new LinkedHashMap<>();
      dict.spaces().keySet().forEach(key -> seen.put(key, all.values().get(key)));
      return new DictValue(seen);
    }
    return observation;
  }
}
