package dev.gymbridge.run;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gymbridge.env.EnvironmentOptions;
import dev.gymbridge.env.EnvironmentOptions.Wrapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How the environment of a run is made: enough to make it again.
 *
 * @param id as it was given, with {@code native:} where it was
 * @param arguments keyword arguments
 * @param wrappers from first to last: the last is the outermost
 * @param maxEpisodeSteps the time limit in env steps; empty for the environment's own
 * @param observationKeys of a Dict, what the agent sees; empty for all that can be learned from
 * @param server what it needs of its server
 */
public record EnvironmentRecipe(
    String id,
    Map<String, Object> arguments,
    List<Wrapper> wrappers,
    OptionalInt maxEpisodeSteps,
    List<String> observationKeys,
    ServerRecipe server) {
  public EnvironmentRecipe {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    wrappers = List.copyOf(wrappers);
    observationKeys = List.copyOf(observationKeys);
  }

  /** An environment as it is registered. */
  public static EnvironmentRecipe of(String id) {
    return new EnvironmentRecipe(
        id, Map.of(), List.of(), OptionalInt.empty(), List.of(), ServerRecipe.PLAIN);
  }

  /** The options to make it with; {@code sourceId} is the id that its source knows. */
  public EnvironmentOptions options(String sourceId) {
    EnvironmentOptions options =
        EnvironmentOptions.of(sourceId).withArguments(arguments).withWrappers(wrappers);
    return maxEpisodeSteps.isPresent()
        ? options.withMaxEpisodeSteps(maxEpisodeSteps.getAsInt())
        : options;
  }

  /** Whether what is seen are the last few observations, one after another. */
  boolean stacksFrames() {
    return !wrappers.isEmpty()
        && wrappers.get(wrappers.size() - 1).name().equals("FrameStackObservation");
  }

  void write(JsonObject json) {
    json.addProperty("environment", id);
    json.add("environment_arguments", JsonArguments.toJson(arguments));
    JsonArray list = new JsonArray();
    for (Wrapper wrapper : wrappers) {
      JsonObject one = new JsonObject();
      one.addProperty("name", wrapper.name());
      one.add("arguments", JsonArguments.toJson(wrapper.arguments()));
      list.add(one);
    }
    json.add("wrappers", list);
    json.addProperty(
        "max_episode_steps", maxEpisodeSteps.isPresent() ? maxEpisodeSteps.getAsInt() : null);
    json.add("observation_keys", JsonArguments.texts(observationKeys));
    server.write(json);
  }

  static EnvironmentRecipe read(JsonObject json) {
    List<Wrapper> wrappers = new ArrayList<>();
    if (json.has("wrappers")) {
      for (JsonElement element : json.getAsJsonArray("wrappers")) {
        JsonObject one = element.getAsJsonObject();
        wrappers.add(
            new Wrapper(
                one.get("name").getAsString(),
                JsonArguments.toJava(one.getAsJsonObject("arguments"))));
      }
    }
    String limit = JsonArguments.textOrNull(json, "max_episode_steps");
    return new EnvironmentRecipe(
        json.get("environment").getAsString(),
        JsonArguments.toJava(json.getAsJsonObject("environment_arguments")),
        wrappers,
        limit == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(limit)),
        JsonArguments.texts(json, "observation_keys"),
        ServerRecipe.read(json));
  }
}
