package dev.gymbridge.run;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gymbridge.dqn.ObservationShapes;
import dev.gymbridge.env.EnvironmentSpec;
import dev.gymbridge.env.space.Discrete;
import dev.gymbridge.env.space.Space;
import dev.gymbridge.network.InputScale;
import dev.gymbridge.network.ObservationShape;
import dev.gymbridge.network.ObservationShape.Element;
import dev.gymbridge.network.OneHot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an agent was trained on. It stands in {@code config.json} and beside the weights, and is
 * compared before anything plays: weights that meet another environment give numbers of garbage.
 */
public final class TrainedOn {
  private static final String FILE = "environment.json";
  private static final String DIMENSIONS = "observation_dimensions";
  private static final String ELEMENT = "observation_element";
  private static final String SCALE = "observation_scale";
  private static final String ONE_HOT = "observation_one_hot";
  private static final String ACTIONS = "actions";
  private static final Gson GSON = new Gson();

  /** What is compared: the rest of a recipe may change between machines. */
  private static final List<String> COMPARED =
      List.of(
          "environment",
          "environment_arguments",
          "wrappers",
          "max_episode_steps",
          "observation_keys",
          "observation_space",
          "action_space");

  private final ObservationShape observation;
  private final int actions;
  private final Supplier<JsonObject> description;
  private @Nullable JsonObject json;

  private TrainedOn(ObservationShape observation, int actions, Supplier<JsonObject> description) {
    this.observation = observation;
    this.actions = actions;
    this.description = description;
  }

  /**
   * What an agent meets in an environment.
   *
   * @param observationSpace what it sees
   * @param actionSpace the environment's own
   * @param counted the actions as the agent counts them
   */
  static TrainedOn of(
      EnvironmentRecipe recipe,
      EnvironmentSpec spec,
      Space observationSpace,
      Space actionSpace,
      Discrete counted) {
    ObservationShape observation = ObservationShapes.of(observationSpace);
    int actions = Math.toIntExact(counted.n());
    return new TrainedOn(
        observation,
        actions,
        () -> {
          JsonObject json = new JsonObject();
          recipe.write(json);
          spec.maxEpisodeSteps().ifPresent(steps -> json.addProperty("max_episode_steps", steps));
          spec.rewardThreshold().ifPresent(mean -> json.addProperty("reward_threshold", mean));
          json.add("observation_space", JsonParser.parseString(observationSpace.toJson()));
          json.add("action_space", JsonParser.parseString(actionSpace.toJson()));
          write(observation, json);
          json.addProperty(ACTIONS, actions);
          return json;
        });
  }

  private static void write(ObservationShape observation, JsonObject json) {
    JsonArray dimensions = new JsonArray();
    observation.dimensions().forEach(dimensions::add);
    json.add(DIMENSIONS, dimensions);
    json.addProperty(ELEMENT, observation.element().name().toLowerCase(Locale.ROOT));
    json.add(SCALE, GSON.toJsonTree(observation.scale()));
    json.add(ONE_HOT, GSON.toJsonTree(observation.oneHot()));
  }

  /** What an observation looks like to a network. */
  public ObservationShape observation() {
    return observation;
  }

  /** The number of actions. */
  public int actions() {
    return actions;
  }

  /**
   * All of it, as it is kept: how the environment was made, and its spaces. It is made when it is
   * first asked for: millions of bounds take seconds, and may be more than there is memory for.
   */
  public JsonObject json() {
    if (json == null) {
      json = description.get();
    }
    return json;
  }

  /** All of it, for {@link #of(JsonObject)}. */
  JsonObject toJson() {
    return json().deepCopy();
  }

  private static TrainedOn of(JsonObject json) {
    return new TrainedOn(
        new ObservationShape(
            json.getAsJsonArray(DIMENSIONS).asList().stream().map(JsonElement::getAsInt).toList(),
            Element.valueOf(json.get(ELEMENT).getAsString().toUpperCase(Locale.ROOT)),
            GSON.fromJson(json.get(SCALE), InputScale.class),
            GSON.fromJson(json.get(ONE_HOT), OneHot.class)),
        json.get(ACTIONS).getAsInt(),
        () -> json);
  }

  /**
   * What the agent of a run was trained on.
   *
   * @throws RunDirectoryException if the run does not say
   */
  public static TrainedOn read(RunDirectory run) {
    JsonElement said = JsonFile.read(run.config()).get("trained_on");
    if (said == null || !said.isJsonObject() || !said.getAsJsonObject().has(DIMENSIONS)) {
      throw new RunDirectoryException(
          "%s does not say what the agent was trained on; it is of an older version: train anew"
              .formatted(run.config()));
    }
    return of(said.getAsJsonObject());
  }

  /** Writes it beside the weights in a directory. */
  void writeBeside(Path weights) {
    JsonFile.write(weights.resolve(FILE), json());
  }

  /**
   * Requires that weights in a directory were trained on just this.
   *
   * @throws OtherEnvironmentException if not; the message says what differs
   */
  void requireSameBeside(Path weights) {
    Path file = weights.resolve(FILE);
    if (Files.exists(file)) {
      of(JsonFile.read(file)).requireSame(this, weights.toString());
    }
  }

  /**
   * Requires that an environment is what this agent was trained on.
   *
   * @param now what is there
   * @param agent whose it is, for the message
   * @throws OtherEnvironmentException if not; the message says what differs
   */
  void requireSame(TrainedOn now, String agent) {
    List<String> differences = new ArrayList<>();
    for (String key : COMPARED) {
      JsonElement was = json().get(key);
      JsonElement is = now.json().get(key);
      if (was != null && !same(was, is)) {
        differences.add(
            "%s was %s, is now %s".formatted(key.replace('_', ' '), text(was), text(is)));
      }
    }
    if (!differences.isEmpty()) {
      throw new OtherEnvironmentException(
          "the agent in %s was trained on another environment: %s. Make the environment as it was, or train anew"
              .formatted(agent, String.join("; ", differences)));
    }
  }

  private static boolean same(JsonElement was, @Nullable JsonElement is) {
    // A Dict is flattened in the order of its spaces, which equality of JSON passes over.
    return was.equals(is) && (!isSpace(was) || was.toString().equals(String.valueOf(is)));
  }

  private static boolean isSpace(JsonElement element) {
    return element.isJsonObject() && element.getAsJsonObject().has("type");
  }

  private static String text(@Nullable JsonElement element) {
    if (element == null || element.isJsonNull()) {
      return "not said";
    }
    if (!isSpace(element)) {
      return element.toString();
    }
    // A space: Box(dtype "float32", shape [3], low -1.0, high 1.0).
    JsonObject space = element.getAsJsonObject();
    return space.entrySet().stream()
        .filter(field -> !field.getKey().equals("type"))
        .map(field -> field.getKey() + " " + field.getValue())
        .collect(Collectors.joining(", ", space.get("type").getAsString() + "(", ")"));
  }
}
